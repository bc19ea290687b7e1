using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Pipeline.Capture.Privacy;
using Pipeline.Events;
using Pipeline.Functions.Capture;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Capture.Privacy;

// Hostile origins, cookies, headers and bodies: never a fault, never an id that was not asked for, never an origin that was not configured.
public sealed class PrivacyFuzzTests
{
    private const string Site = "https://www.example.org";

    private static readonly string[] Fragments =
    [
        "https://", "http://", "www.example.org", "null", "localhost", "[::1]", "127.0.0.1", ":", ":443", ":99999", "@", "/", "\\", "?",
        "#", "%", "%2e", ".",
        "..", "xn--", "ü", "😀", "\ud800", "\u0000", "\r\n", ",", ";", " ", "=", "_pl", "_pl_consent", "refused", "granted", "withdrawn",
        "1", "\"",
        "{\"state\":\"granted\"", "{\"state\":\"withdrawn\",\"visitor\":\"c\"}", "\"visitor\":", "}", "[", "evil.test",
    ];

    [Fact]
    public void AnyRoute_AnyOriginAndCookie_NeverFaultsNorEchoesAnUnknownOrigin() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestSize.Of(400)), Prop.ForAll(Texts(), Texts(), Texts(), (origin, cookie, body) =>
        {
            using var bed = new CaptureBed(("Sites:0", Site), ("HonourDnt", "true"));
            foreach (var method in new[] { "POST", "OPTIONS" })
            {
                foreach (var run in Routes(bed))
                {
                    var context = bed.Request(method, "https://data.example.org/e", body, "text/plain");
                    context.Request.Headers.Origin = origin;
                    context.Request.Headers.Cookie = cookie;
                    context.Request.Headers["DNT"] = cookie;
                    context.Request.Headers["Sec-GPC"] = body;

                    CaptureBed.AnswerAsync(context, run(context.Request)).GetAwaiter().GetResult();

                    Assert.InRange(context.Response.StatusCode, 200, 499);
                    var allowed = context.Response.Headers.AccessControlAllowOrigin;
                    Assert.True(allowed.Count == 0
                        || allowed == Site
                        || allowed == "https://data.example.org" || allowed == "http://data.example.org", allowed);
                    Assert.All(context.Response.Headers, header => Assert.DoesNotContain('\n', header.Value.ToString()));
                }
            }

            return true;
        }));

    [Fact]
    public void ConsentCookie_AnyHeader_NeverHidesARefusal() =>
        Prop.ForAll(Texts(), Texts(), (before, after) =>
        {
            var header = $"{before};_pl_consent=refused;{after}";

            return ConsentCookie.Read(header, "_pl") == ConsentState.Refused
                && ConsentCookie.Read(before, "_pl") is null or ConsentState.Refused or ConsentState.Granted;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnonymousView_AnyPage_KeepsNoQuery() =>
        Prop.ForAll(Texts(), query =>
        {
            using var bed = new CaptureBed();
            if (PageAddress.Parse(
                $"https://www.example.org/a?user={Uri.EscapeDataString(query.Replace("\ud800", "", StringComparison.Ordinal))}") is not { } page)
            {
                return true;
            }

            return bed.Get<AnonymousViews>().Of("p", bed.Now, page, referrer: null).Page == "https://www.example.org/a";
        }).QuickCheckThrowOnFailure();

    private static IEnumerable<Func<HttpRequest, Task<IResult>>> Routes(CaptureBed bed) =>
    [
        request => bed.Function<CaptureEvents>().Run(request, CancellationToken.None),
        request => bed.Function<CaptureConsent>().Run(request, CancellationToken.None),
        request => bed.Function<CaptureForm>().Run(request, "contact", CancellationToken.None),
        request => bed.Function<CapturePixel>().Run(request),
    ];

    private static Arbitrary<string> Texts() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        Gen.Elements(Fragments).ListOf().Select(parts => string.Concat(parts))).ToArbitrary();
}
