using Microsoft.AspNetCore.Http;
using Pipeline.Events;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Capture.Privacy;

// One table of signals, asked of every public route.
public sealed class VisitorSignalTests
{
    private const string Cookie = $"_pl={CaptureBed.Visitor}";

    // setting, request header, cookies, decision in the body, whether a visitor is kept
    public static TheoryData<string, string, string, string?, bool> Signals { get; } = new()
    {
        { "Consent=optional", "", "", null, true },
        { "Consent=optional", "", "", "granted", true },
        { "Consent=optional", "", "", "refused", false },
        { "Consent=optional", "", "", "withdrawn", false },
        { "Consent=optional", "", "", "perhaps", true },
        { "Consent=optional", "", "_pl_consent=refused", null, false },
        { "Consent=optional", "", "_pl_consent=refused", "granted", false },
        { "Consent=optional", "", "_pl_consent=granted; _pl_consent=refused", null, false },
        { "Consent=optional", "", "x_pl_consent=refused; _pl_consentx=refused; _pl_consent=", null, true },
        { "Consent=optional", "Sec-GPC: 1", "", "granted", false },
        { "Consent=optional", "Sec-GPC: 0", "", null, true },
        { "Consent=optional", "DNT: 1", "", null, true },
        { "HonourDnt=true", "DNT: 1", "", "granted", false },
        { "HonourDnt=true", "DNT: 0", "", null, true },
        { "Consent=required", "", "", null, false },
        { "Consent=required", "", "", "granted", true },
        { "Consent=required", "", "_pl_consent=granted", null, true },
        { "Consent=required", "", "_pl_consent=granted", "refused", false },
        { "Consent=required", "Sec-GPC: 1", "_pl_consent=granted", "granted", false },
    };

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task Events_BySignal_BelongToAVisitorOrAreCountedOnce(
        string setting, string header, string cookies, string? said, bool kept)
    {
        using var bed = Bed(setting);
        var consent = said is null ? "" : $"\"consent\":\"{said}\",";
        var context = Request(bed, "POST", "e", header, cookies, $$$"""
            {"v":1,"visitor":"c1",{{{consent}}}"events":[
            {"id":"p","type":"page_view","url":"https://www.example.org/a?utm_source=newsletter&utm_medium=email&gclid=secret&user=7"},
            {"id":"g","type":"engagement","page":"p","seconds":5},{"id":"c","type":"custom","name":"n"},
            {"id":"f","type":"form","fields":{"email":"ann@example.org"}},{"id":"i","type":"identify","fields":{"email":"ann@example.org"}}]}
            """);

        await CaptureBed.AnswerAsync(context, bed.Function<CaptureEvents>().Run(context.Request, CancellationToken.None));

        Assert.Equal(200, context.Response.StatusCode);
        if (kept)
        {
            Assert.Equal(5, bed.Queue.Events.Count);
            Assert.All(bed.Queue.Events, captured => Assert.Equal(VisitorIds.FromCandidate("c1"), captured.VisitorId));
            Assert.Empty(bed.Queue.Views);
            Assert.Contains(VisitorIds.FromCandidate("c1"), context.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
            return;
        }

        var form = Assert.Single(bed.Queue.Events);
        Assert.Equal(("f", null, "ann@example.org"), (form.Id, form.VisitorId, form.Email));
        var view = Assert.Single(bed.Queue.Views);
        Assert.Equal(("p", "https://www.example.org/a", "E-mail", bed.Now), (view.Id, view.Page, view.Channel, view.OccurredAt));
        Assert.Equal(0, context.Response.Headers.SetCookie.Count);
        AssertNobody(bed);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task Pixel_BySignal_MintsAVisitorOrIsCounted(string setting, string header, string cookies, string? said, bool kept)
    {
        using var bed = Bed(setting);
        var context = Request(
            bed, "GET", "p.gif?url=https%3A%2F%2Fwww.example.org%2F%3Fx%3D1&ref=https%3A%2F%2Fwww.google.com%2F", header, cookies);

        await CaptureBed.AnswerAsync(context, bed.Function<CapturePixel>().Run(context.Request));

        // A pixel carries no body: what a script would say there does not reach it.
        kept = said switch
        {
            null => kept,
            "granted" => setting == "Consent=optional" && header.Length == 0 && !cookies.Contains("=refused", StringComparison.Ordinal),
            _ => setting == "Consent=optional" || cookies == "_pl_consent=granted",
        };
        Assert.Equal((200, kept ? 1 : 0, kept ? 0 : 1), (context.Response.StatusCode, bed.Queue.Events.Count, bed.Queue.Views.Count));
        Assert.Equal(kept ? 1 : 0, context.Response.Headers.SetCookie.Count);
        if (!kept)
        {
            Assert.Equal(("https://www.example.org/", "Organic Search"), (bed.Queue.Views[0].Page, bed.Queue.Views[0].Channel));
        }
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task Form_BySignal_IsStoredWithOrWithoutVisitor(string setting, string header, string cookies, string? said, bool kept)
    {
        using var bed = Bed(setting);
        var consent = said is null ? "" : $"&_consent={said}";
        var context = Request(
            bed,
            "POST",
            "forms/contact",
            header,
            cookies,
            $"email=ann%40example.org&_visitor=c1{consent}",
            "application/x-www-form-urlencoded");

        await CaptureBed.AnswerAsync(context, bed.Function<CaptureForm>().Run(context.Request, "contact", CancellationToken.None));

        var captured = Assert.Single(bed.Queue.Events);
        Assert.Equal(("ann@example.org", kept ? VisitorIds.FromCandidate("c1") : null), (captured.Email, captured.VisitorId));
        Assert.Equal(kept ? 1 : 0, context.Response.Headers.SetCookie.Count);
    }

    [Theory]
    [InlineData("e")]
    [InlineData("p.gif?url=https://www.example.org/")]
    [InlineData("forms/contact")]
    public async Task AnyRoute_SignalWithOldCookie_DeletesTheCookieAndKeepsNoId(string route)
    {
        using var bed = new CaptureBed();
        var body = route == "e" ? """{"events":[{"type":"page_view","url":"https://www.example.org/"}]}""" : "email=ann%40example.org";
        var type = route == "e" ? "text/plain" : "application/x-www-form-urlencoded";
        var context = Request(bed, route[0] == 'p' ? "GET" : "POST", route, "Sec-GPC: 1", Cookie, body, type);

        await CaptureBed.AnswerAsync(context, route[0] switch
        {
            'e' => bed.Function<CaptureEvents>().Run(context.Request, CancellationToken.None),
            'p' => bed.Function<CapturePixel>().Run(context.Request),
            _ => bed.Function<CaptureForm>().Run(context.Request, "contact", CancellationToken.None),
        });

        Assert.Equal("_pl=; max-age=0; path=/; secure; samesite=lax; httponly", context.Response.Headers.SetCookie.ToString());
        AssertNobody(bed);
    }

    // header, cookies beside the visitor's, body of the form, type, answer
    [Theory]
    [InlineData("Sec-GPC: 1", "", "email=nonsense", 400)]
    [InlineData("Sec-GPC: 1", "", "", 400)]
    [InlineData("", "; _pl_consent=refused", "email=nonsense&_visitor=c1", 400)]
    [InlineData("", "", "email=nonsense&_consent=refused&_visitor=c1", 400)]
    [InlineData("", "", "email=nonsense&_visitor=", 400)]
    [InlineData("Sec-GPC: 1", "", "email=ann%40example.org&trap=x&_visitor=c1", 200)]
    public async Task Form_InvalidOrTrappedUnderARefusal_LeavesNoCookieAndNoId(string header, string cookies, string body, int status)
    {
        using var bed = new CaptureBed(("HoneypotField", "trap"));
        var context = Request(bed, "POST", "forms/contact", header, Cookie + cookies, body, "application/x-www-form-urlencoded");

        await CaptureBed.AnswerAsync(context, bed.Function<CaptureForm>().Run(context.Request, "contact", CancellationToken.None));

        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal("_pl=; max-age=0; path=/; secure; samesite=lax; httponly", context.Response.Headers.SetCookie.ToString());
        Assert.Single(bed.Queue.Rejected);
        AssertNobody(bed);
        Assert.All(
            bed.Queue.Bodies, stored => Assert.DoesNotContain("c1", System.Text.Encoding.UTF8.GetString(stored), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Form_InvalidWithoutARefusal_LeavesTheCookieAsItIs()
    {
        using var bed = new CaptureBed();
        var context = Request(bed, "POST", "forms/contact", "", Cookie, "email=nonsense", "application/x-www-form-urlencoded");

        await CaptureBed.AnswerAsync(context, bed.Function<CaptureForm>().Run(context.Request, "contact", CancellationToken.None));

        Assert.Equal((400, 0), (context.Response.StatusCode, context.Response.Headers.SetCookie.Count));
    }

    [Fact]
    public async Task Events_UnreadableUnderASignal_DeletesTheCookie()
    {
        using var bed = new CaptureBed();
        var context = Request(bed, "POST", "e", "Sec-GPC: 1", Cookie, "{");

        await CaptureBed.AnswerAsync(context, bed.Function<CaptureEvents>().Run(context.Request, CancellationToken.None));

        Assert.StartsWith("_pl=; max-age=0;", context.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_NeitherCookieNorCandidate_MakeNoVisitor()
    {
        using var bed = new CaptureBed();

        var outcome = await bed.PostAsync("""{"events":[{"id":"p","type":"page_view","url":"https://www.example.org/"}]}""");

        Assert.Equal((1, null, false), (outcome.Answer.Accepted, outcome.NewVisitorId, outcome.ForgetsVisitor));
        Assert.Equal("p", Assert.Single(bed.Queue.Views).Id);
        Assert.Empty(bed.Queue.Events);
    }

    [Theory]
    [InlineData("granted", "", "consent")]
    [InlineData("granted", "\"consent\":\"on\",", "consent")]
    [InlineData(null, "\"consent\":\"on\",", "field")]
    [InlineData(null, "", "form")]
    public async Task Form_ByItsConsent_NamesTheSourceInTheLink(string? said, string field, string source)
    {
        using var bed = new CaptureBed();
        var consent = said is null ? "" : $"\"consent\":\"{said}\",";

        await bed.PostAsync(
            $$$"""{"visitor":"c1",{{{consent}}}"events":[{"type":"form","fields":{ {{{field}}}"email":"ann@example.org"}}]}""");

        var link = Pipeline.Events.LinkFact.Of(Assert.Single(bed.Queue.Events) with { LeadId = "l_1" });
        Assert.Equal(source, link!.ConsentSource);
    }

    private static CaptureBed Bed(string setting) => new((setting.Split('=')[0], setting.Split('=')[1]));

    private static DefaultHttpContext Request(
        CaptureBed bed, string method, string route, string header, string cookies, string? body = null, string type = "text/plain")
    {
        var context = bed.Request(method, $"https://data.example.org/{route}", body, type);
        if (header.Split(": ") is [var name, var value])
        {
            context.Request.Headers[name] = value;
        }

        context.Request.Headers.Cookie = cookies;
        return context;
    }

    private static void AssertNobody(CaptureBed bed) => Assert.All(bed.Queue.Bodies, body =>
    {
        var text = System.Text.Encoding.UTF8.GetString(body);
        Assert.DoesNotContain("visitorId", text, StringComparison.Ordinal);
        Assert.DoesNotContain(CaptureBed.Visitor, text, StringComparison.Ordinal);
        Assert.DoesNotContain(VisitorIds.FromCandidate("c1"), text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    });
}
