using Microsoft.AspNetCore.Http;
using Pipeline.Events;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Capture.Privacy;

public sealed class CaptureConsentTests
{
    private const string Candidate = "c1";
    private static readonly string Visitor = VisitorIds.FromCandidate(Candidate);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    public async Task Run_Granted_StoresTheFactAndSetsBothCookies(string type)
    {
        using var bed = new CaptureBed();

        var (context, answer) = await RunAsync(bed, """{"visitor":"c1","state":"granted","id":"d1"}""", type: type);

        Assert.Equal((200, """{"state":"granted","problems":[],"retry":false}"""), (context.Response.StatusCode, answer));
        var fact = Assert.Single(bed.Queue.Consents);
        Assert.Equal(
            ("d1", Visitor, ConsentState.Granted, bed.Now, bed.Now),
            (fact.Id, fact.VisitorId, fact.State, fact.OccurredAt, fact.ReceivedAt));
        Assert.Equal(
            [
                $"_pl={Visitor}; max-age=34128000; path=/; secure; samesite=lax; httponly",
                "_pl_consent=granted; max-age=34128000; path=/; secure; samesite=lax; httponly",
            ],
            context.Response.Headers.SetCookie.OfType<string>());
    }

    [Theory]
    [InlineData("refused", ConsentState.Refused)]
    [InlineData("withdrawn", ConsentState.Withdrawn)]
    public async Task Run_RefusedOrWithdrawn_IsAboutEveryIdAndClearsTheCookie(string state, ConsentState expected)
    {
        using var bed = new CaptureBed(("CookieDomain", "example.org"));

        var (context, answer) = await RunAsync(
            bed, $$"""{"visitor":"c1","state":"{{state}}"}""", $"_pl={CaptureBed.Visitor}; _pl_consent=granted");

        Assert.Equal($$"""{"state":"{{state}}","problems":[],"retry":false}""", answer);
        Assert.Equal(
            [(CaptureBed.Visitor, expected), (Visitor, expected)], bed.Queue.Consents.Select(fact => (fact.VisitorId, fact.State)));
        Assert.Equal(2, bed.Queue.Consents.Select(fact => fact.Key).Distinct().Count());
        Assert.Equal(
            [
                "_pl=; max-age=0; domain=example.org; path=/; secure; samesite=lax; httponly",
                "_pl_consent=refused; max-age=34128000; domain=example.org; path=/; secure; samesite=lax; httponly",
            ],
            context.Response.Headers.SetCookie.OfType<string>());
    }

    [Fact]
    public async Task Run_RefusedByAnUnknownBrowser_IsRememberedWithoutAnId()
    {
        using var bed = new CaptureBed();

        var (context, _) = await RunAsync(bed, """{"state":"refused"}""");

        Assert.Empty(bed.Queue.Bodies);
        Assert.StartsWith("_pl_consent=refused;", Assert.Single(context.Response.Headers.SetCookie), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_GrantedAfterARefusal_BeginsAnotherVisitor()
    {
        using var bed = new CaptureBed();

        var (context, _) = await RunAsync(bed, """{"visitor":"c2","state":"granted"}""", $"_pl={CaptureBed.Visitor}; _pl_consent=refused");

        Assert.Equal(VisitorIds.FromCandidate("c2"), Assert.Single(bed.Queue.Consents).VisitorId);
        Assert.StartsWith($"_pl={VisitorIds.FromCandidate("c2")};", context.Response.Headers.SetCookie[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-GPC", "HonourDnt", "false")]
    [InlineData("DNT", "HonourDnt", "true")]
    public async Task Run_GrantedThoughTheBrowserForbids_ChangesNothingAndSaysSo(string header, string setting, string value)
    {
        using var bed = new CaptureBed((setting, value));

        var (context, answer) = await RunAsync(bed, """{"visitor":"c1","state":"granted"}""", $"_pl={CaptureBed.Visitor}", header);

        Assert.Contains("\"state\":\"refused\"", answer, StringComparison.Ordinal);
        Assert.Empty(bed.Queue.Bodies);
        Assert.StartsWith("_pl=; max-age=0;", Assert.Single(context.Response.Headers.SetCookie), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_QueueIsAway_Is503AndKeepsTheVisitorCookieForTheRetry()
    {
        using var bed = new CaptureBed();
        bed.Queue.OnSend = (_, _) => throw new IOException("Away.");
        var context = Request(bed, """{"state":"withdrawn"}""", $"_pl={CaptureBed.Visitor}");

        var result = await bed.WhileTimePasses(bed.Function<CaptureConsent>().Run(context.Request, CancellationToken.None));
        await result.ExecuteAsync(context);

        Assert.Equal(503, context.Response.StatusCode);
        Assert.StartsWith("_pl_consent=refused;", Assert.Single(context.Response.Headers.SetCookie), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(0, 30)]
    public async Task Run_SentAndCreated_CorrectTheClientsClock(int ahead, int age)
    {
        using var bed = new CaptureBed();
        var sent = bed.Now.AddMinutes(ahead);

        await RunAsync(
            bed,
            $$"""{"visitor":"c1","state":"refused","sent":"{{sent:O}}","created":{{sent.AddSeconds(-age).ToUnixTimeMilliseconds()}}}""");

        Assert.Equal(bed.Now.AddSeconds(-age), Assert.Single(bed.Queue.Consents).OccurredAt);
    }

    [Theory]
    [InlineData("{", 400, "malformed")]
    [InlineData("[]", 400, "malformed")]
    [InlineData("{}", 400, "missing")]
    [InlineData("{\"state\":\"maybe\"}", 400, "invalid")]
    [InlineData("{\"state\":7}", 400, "invalid")]
    [InlineData("{\"state\":\"granted\",\"visitor\":7}", 400, "invalid")]
    public async Task Run_Unusable_SaysWhyAndKeepsTheInput(string body, int status, string reason)
    {
        using var bed = new CaptureBed();

        var (context, _) = await RunAsync(bed, body);

        Assert.Equal(status, context.Response.StatusCode);
        var rejected = Assert.Single(bed.Queue.Rejected);
        Assert.Equal(("/consent", reason, body), (rejected.Endpoint, rejected.Reason, rejected.Payload));
        Assert.Equal(0, context.Response.Headers.SetCookie.Count);
    }

    // As a browser would: one page view before, the decision, one page view after it with the cookies of its answer.
    [Fact]
    public async Task Run_Withdrawn_HoldsFromTheNextPageView()
    {
        using var bed = new CaptureBed();
        await bed.PostAsync("""{"visitor":"c1","events":[{"id":"before","type":"page_view","url":"https://www.example.org/"}]}""");
        var (context, _) = await RunAsync(bed, """{"visitor":"c1","state":"withdrawn"}""", $"_pl={Visitor}");
        var jar = context.Response.Headers.SetCookie.Select(cookie => cookie!.Split(';')[0]).Where(cookie => !cookie.EndsWith('='));

        var outcome = await bed.PostAsync(
            """{"visitor":"c1","events":[{"id":"after","type":"page_view","url":"https://www.example.org/"}]}""",
            cookie: string.Join("; ", jar));

        Assert.Equal("before", Assert.Single(bed.Queue.Events).Id);
        Assert.Equal("after", Assert.Single(bed.Queue.Views).Id);
        Assert.Null(outcome.NewVisitorId);
    }

    private static async Task<(HttpContext Context, string Answer)> RunAsync(
        CaptureBed bed, string body, string? cookies = null, string? signal = null, string type = "text/plain")
    {
        var context = Request(bed, body, cookies, signal, type);
        return (context, await CaptureBed.AnswerAsync(
            context, bed.Function<CaptureConsent>().Run(context.Request, CancellationToken.None)));
    }

    private static DefaultHttpContext Request(
        CaptureBed bed, string body, string? cookies = null, string? signal = null, string type = "text/plain")
    {
        var context = bed.Request("POST", "https://data.example.org/consent", body, type);
        context.Request.Headers.Cookie = cookies;
        if (signal is not null)
        {
            context.Request.Headers[signal] = "1";
        }

        return context;
    }
}
