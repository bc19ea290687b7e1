using Microsoft.AspNetCore.Http;
using Pipeline.Capture.Intake;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Capture.Sites;

public sealed class SiteGateTests
{
    private const string Site = "https://www.example.org";
    private const string Batch = """{"v":1,"visitor":"c1","events":[{"id":"e1","type":"page_view","url":"https://www.example.org/"}]}""";

    public static TheoryData<string> Routes { get; } = ["e", "consent", "forms/contact"];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Preflight_ConfiguredSite_IsAllowedWithCredentials(string route)
    {
        using var bed = Bed();
        var context = await RunAsync(bed, route, "OPTIONS", Site);

        var headers = context.Response.Headers;
        Assert.Equal(204, context.Response.StatusCode);
        Assert.Equal(
            (Site, "true", "POST", "Content-Type", "Origin"),
            (One(headers.AccessControlAllowOrigin), One(headers.AccessControlAllowCredentials), One(headers.AccessControlAllowMethods),
                One(headers.AccessControlAllowHeaders), One(headers.Vary)));
        Assert.Empty(bed.Queue.Bodies);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Preflight_UnknownSite_GetsNoCorsHeader(string route)
    {
        using var bed = Bed();
        var context = await RunAsync(bed, route, "OPTIONS", "https://evil.test");

        Assert.Equal(204, context.Response.StatusCode);
        Assert.Equal(["Vary: Origin"], Cors(context));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Post_ConfiguredSite_GetsItsOriginOnce(string route)
    {
        using var bed = Bed();
        var context = await RunAsync(bed, route, "POST", Site);

        Assert.Equal(200, context.Response.StatusCode);
        Assert.Equal(["Access-Control-Allow-Credentials: true", $"Access-Control-Allow-Origin: {Site}", "Vary: Origin"], Cors(context));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Post_UnknownSite_IsRefusedWithAReasonAndListed(string route)
    {
        using var bed = Bed();
        var context = await RunAsync(bed, route, "POST", "https://evil.test");

        Assert.Equal(403, context.Response.StatusCode);
        Assert.Equal(["Vary: Origin"], Cors(context));
        Assert.Equal(0, context.Response.Headers.SetCookie.Count);
        Assert.Contains("https://evil.test", Body(context), StringComparison.Ordinal);
        Assert.Empty(bed.Queue.Events);
        Assert.Empty(bed.Queue.Consents);
        var rejected = Assert.Single(bed.Queue.Rejected);
        Assert.Equal(("/" + route, "unknown_site"), (rejected.Endpoint, rejected.Reason));
        Assert.Contains("Pipeline:Capture:Sites", Assert.Single(rejected.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task PlatformSide_AnyRequest_CarriesNoCorsHeaderButIsStillGuarded(string route)
    {
        using var bed = Bed(("Cors", "platform"));

        Assert.Empty(Cors(await RunAsync(bed, route, "OPTIONS", Site)));
        Assert.Empty(Cors(await RunAsync(bed, route, "POST", Site)));
        var refused = await RunAsync(bed, route, "POST", "https://evil.test");

        Assert.Empty(Cors(refused));
        Assert.Equal(403, refused.Response.StatusCode);
    }

    [Fact]
    public async Task Post_WithoutOrigin_IsServedWithoutCorsHeaders()
    {
        using var bed = Bed();
        var context = await RunAsync(bed, "e", "POST", origin: null);

        Assert.Equal(200, context.Response.StatusCode);
        Assert.Equal(["Vary: Origin"], Cors(context));
        Assert.Single(bed.Queue.Events);
    }

    [Fact]
    public async Task Pixel_UnknownOrigin_AnswersAnImageAndStoresNoEvent()
    {
        using var bed = Bed();
        var context = bed.Request("GET", "https://data.example.org/p.gif?url=https://www.example.org/");
        context.Request.Headers.Origin = "https://evil.test";

        await CaptureBed.AnswerAsync(context, bed.Function<CapturePixel>().Run(context.Request));

        Assert.Equal((200, "image/gif"), (context.Response.StatusCode, context.Response.ContentType));
        Assert.Empty(bed.Queue.Events);
        Assert.Equal("unknown_site", Assert.Single(bed.Queue.Rejected).Reason);
        Assert.Equal(0, context.Response.Headers.SetCookie.Count);
    }

    [Theory]
    [InlineData("ours", "*")]
    [InlineData("platform", "")]
    public async Task Script_AnySite_MayBeLoadedWithCrossorigin(string side, string expected)
    {
        using var bed = Bed(("Cors", side));
        var context = bed.Request("GET", "https://data.example.org/s.js");

        await CaptureBed.AnswerAsync(context, bed.Function<ServeTrackerScript>().Run(context.Request));

        Assert.Equal(expected, context.Response.Headers.AccessControlAllowOrigin.ToString());
    }

    [Fact]
    public async Task Events_ManyOfAnUnknownSite_AreAllListed()
    {
        using var bed = Bed();
        for (var i = 0; i < 3; i++)
        {
            var outcome = await bed.Get<CaptureEventsHandler>().HandleAsync(new IntakeRequest
            {
                Mode = IntakeMode.Browser,
                Body = System.Text.Encoding.UTF8.GetBytes($"{{\"n\":{i}}}"),
                SiteProblem = bed.Get<Pipeline.Capture.Sites.SiteList>().Decide("https://evil.test", "data.example.org").Problem,
            });

            Assert.Equal(CaptureStatus.Forbidden, outcome.Status);
        }

        Assert.Equal(3, bed.Queue.Rejected.Select(rejected => rejected.Key).Distinct().Count());
    }

    private static CaptureBed Bed(params (string, string)[] settings) => new([("Sites:0", Site), .. settings]);

    private static async Task<DefaultHttpContext> RunAsync(CaptureBed bed, string route, string method, string? origin)
    {
        var (body, type) = route switch
        {
            "e" => (Batch, "text/plain"),
            "consent" => ("""{"visitor":"c1","state":"granted"}""", "text/plain"),
            _ => ("""{"email":"ann@example.org"}""", "application/json"),
        };
        var context = bed.Request(method, $"https://data.example.org/{route}", body, type);
        if (origin is not null)
        {
            context.Request.Headers.Origin = origin;
        }

        await CaptureBed.AnswerAsync(context, route switch
        {
            "e" => bed.Function<CaptureEvents>().Run(context.Request, CancellationToken.None),
            "consent" => bed.Function<CaptureConsent>().Run(context.Request, CancellationToken.None),
            _ => bed.Function<CaptureForm>().Run(context.Request, "contact", CancellationToken.None),
        });
        return context;
    }

    private static string Body(HttpContext context) => System.Text.Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());

    private static string One(Microsoft.Extensions.Primitives.StringValues values) => Assert.Single(values)!;

    private static IEnumerable<string> Cors(HttpContext context) => context.Response.Headers
        .Where(header => header.Key == "Vary" || header.Key.StartsWith("Access-Control-Allow-", StringComparison.Ordinal))
        .SelectMany(header => header.Value, (header, value) => $"{header.Key}: {value}")
        .Order(StringComparer.Ordinal);
}
