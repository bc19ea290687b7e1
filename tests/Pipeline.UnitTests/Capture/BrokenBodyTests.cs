using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Functions.Capture;
using Pipeline.Functions.Leads;
using Pipeline.Functions.Leads.Aliases;
using Pipeline.Functions.Replay;
using Pipeline.Functions.Settings;
using Pipeline.Problems;
using Pipeline.UnitTests.Testing;

namespace Pipeline.UnitTests.Capture;

/// <summary>A body of which only a part came is refused, whatever the part looks like.</summary>
public sealed class BrokenBodyTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Part = "Content-Disposition: form-data; name=\"email\"\r\n\r\nann@example.org\r\n";
    private const string Event = """{"v":1,"visitor":"c1","events":[{"id":"e1","type":"page_view","url":"https://example.org/"}]}""";

    [Theory]
    [InlineData(Form, "email=ann%40example.co")]
    [InlineData("multipart/form-data; boundary=B", "--B\r\n" + Part + "--B--\r\n")]
    [InlineData("application/json", """{"email":"ann@example.co"}""")]
    [InlineData("text/plain", """{"email":"ann@example.co"}""")]
    public async Task CaptureForm_BodyShorterThanAnnounced_IsRefused(string contentType, string body)
    {
        using var bed = new CaptureBed();
        await using var server = RawServer.Start(request => bed
            .Function<CaptureForm>()
            .Run(request, "contact", request.HttpContext.RequestAborted));

        var answer = await server.SendAsync(
            $"POST /forms/contact HTTP/1.1\r\nHost: a\r\nContent-Type: {contentType}\r\nContent-Length: 500", Bytes(body));

        AssertRefused(bed, answer);
    }

    [Theory]
    [InlineData("16\r\nemail=ann%40example.co")]
    [InlineData("16\r\nemail=ann%40example.co\r\n")]
    [InlineData("16\r\nemail=ann%40example.co\r\n0\r\n")]
    [InlineData("20\r\nemail=ann%40example.co")]
    public async Task CaptureForm_ChunksWithoutTheLast_AreRefused(string chunks)
    {
        using var bed = new CaptureBed();
        await using var server = RawServer.Start(request => bed
            .Function<CaptureForm>()
            .Run(request, "contact", request.HttpContext.RequestAborted));

        var answer = await server.SendAsync(
            $"POST /forms/contact HTTP/1.1\r\nHost: a\r\nContent-Type: {Form}\r\nTransfer-Encoding: chunked", Bytes(chunks));

        AssertRefused(bed, answer);
    }

    public static TheoryData<string> Routes { get; } =
    [
        "e", "api/events", "consent", "forms/contact", "api/rejected/2026-03-02.abcdefghijklmnopqrstuvwx23/replay", "api/settings/scoring",
        "api/settings/scoring/preview", "api/leads/alias", "api/leads/alias/undo", "api/leads/l_x/links/k/undo",
    ];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task AnyRoute_BrokenChunks_AreRefusedOrNotAnswered_AndNoFailure(string route)
    {
        foreach (var chunks in new[] { "zz\r\n{}\r\n0\r\n\r\n", "5\r\n{}\r\n0\r\n\r\n", "2\r\n{}garbage", "ffffffffffffffff\r\n{}", "2;x=\"\r\n{}\r\n" })
        {
            using var bed = new CaptureBed();
            await using var server = RawServer.Start(request => Function(bed, route, request.HttpContext.RequestAborted)(request));

            var answer = await server.SendAsync(
                $"POST /{route} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked", Bytes(chunks));

            AssertRefused(bed, answer);
            Assert.Empty(server.Errors);
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task AnyRoute_ConnectionThatIsTornDown_IsNoFailure(string route)
    {
        foreach (var framing in new[] { "Content-Length: 500", "Transfer-Encoding: chunked" })
        {
            using var bed = new CaptureBed();
            await using var server = RawServer.Start(request => Function(bed, route, request.HttpContext.RequestAborted)(request));

            var ended = await server.SendAndResetAsync(
                $"POST /{route} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{framing}", Bytes("2\r\n{}\r\n"));

            Assert.True(ended);
            Assert.Empty(server.Errors);
            Assert.Empty(bed.Queue.Events);
        }
    }

    // Nothing announces how long chunks are together: the limit is that of what is read.
    [Theory]
    [MemberData(nameof(Routes))]
    public async Task AnyRoute_ChunksBeyondTheLimit_AreRefused(string route)
    {
        using var bed = new CaptureBed(("MaxBodyBytes", "32768"));
        await using var server = RawServer.Start(request => Function(bed, route, request.HttpContext.RequestAborted)(request));
        var chunk = new string(' ', route.StartsWith("api/settings", StringComparison.Ordinal) ? 263_000 : 40_000);

        var answer = await server.AskAsync(
            $"POST /{route} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close",
            Bytes($"{chunk.Length:x}\r\n{chunk}\r\n2\r\n{{}}\r\n0\r\n\r\n"));

        Assert.Matches("^HTTP/1.1 (413|400)", answer);
        Assert.Contains(" bytes", answer, StringComparison.Ordinal);
        Assert.Empty(server.Errors);
        Assert.Empty(bed.Queue.Events);
    }

    [Theory]
    [InlineData("api/settings/scoring", """{"rules":[{"name":"a","name":"b"}]}""", "$.rules[0].name")]
    [InlineData("api/settings/scoring", """{"a":1,"\u0061":2}""", "$.a")]
    [InlineData("api/settings/scoring/preview", """{"rules":["\ud800"]}""", "$.rules[0]")]
    [InlineData("api/leads/alias", """{"from":"a@example.org","from":"b@example.org","to":"c@example.org"}""", "from")]
    [InlineData("api/leads/alias", """{"from":"a@example.org","to":"c\udc00@example.org"}""", "to")]
    [InlineData("api/leads/alias/undo", """{"from":"a@example.org","to":"c@example.org","actor":"x","actor":"y"}""", "actor")]
    [InlineData("api/leads/l_x/links/k/undo", """{"actor":"x","reason":"\ud83dx"}""", "reason")]
    [InlineData("api/rejected/2026-03-02.abcdefghijklmnopqrstuvwx23/replay", """{"type":"custom","props":{"a":"1","a":"2"}}""", "$.props.a")]
    public async Task PrivateRoute_NameThatStandsTwice_OrHalfACharacter_Is400ThatNamesIt(string route, string body, string field)
    {
        using var bed = new CaptureBed();
        var context = bed.Request("POST", $"https://data.example.org/{route}", body, "application/json");

        var answer = await CaptureBed.AnswerAsync(context, Function(bed, route)(context.Request));

        Assert.Equal(400, context.Response.StatusCode);
        using var problem = JsonDocument.Parse(answer);
        Assert.Contains(field, problem.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task CaptureForm_ConnectionThatIsTornDown_IsNotTakenAndNoFailure()
    {
        using var bed = new CaptureBed();
        await using var server = RawServer.Start(request => bed.Function<CaptureForm>().Run(request, "contact", CancellationToken.None));

        var ended = await server.SendAndResetAsync(
            $"POST /forms/contact HTTP/1.1\r\nHost: a\r\nContent-Type: {Form}\r\nContent-Length: 500", Bytes("email=ann%40example.co"));

        Assert.True(ended);
        Assert.Empty(bed.Queue.Events);
    }

    [Theory]
    [InlineData("e", Event)]
    [InlineData("api/events", Event)]
    [InlineData("consent", """{"visitor":"c1","state":"granted"}""")]
    public async Task Capture_WholeJsonInABodyThatWasAnnouncedLonger_IsRefused(string route, string body)
    {
        using var bed = new CaptureBed();
        await using var server = RawServer.Start(request => Function(bed, route)(request));

        var answer = await server.SendAsync(
            $"POST /{route} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 500", Bytes(body));

        AssertRefused(bed, answer);
        Assert.Empty(bed.Queue.Consents);
    }

    [Theory]
    [InlineData("e", Event)]
    [InlineData("api/events", Event)]
    [InlineData("consent", """{"visitor":"c1","state":"granted"}""")]
    [InlineData("forms/contact", """{"email":"ann@example.org"}""")]
    [InlineData("api/rejected/2026-03-02.abcdefghijklmnopqrstuvwx23/replay", """{"type":"custom","name":"n"}""")]
    public async Task Capture_FewerBytesThanTheLength_AreRefusedAlsoWhenTheServerSeesNoFault(string route, string body)
    {
        foreach (var missing in new[] { 0, 1 })
        {
            using var bed = new CaptureBed();
            var context = bed.Request("POST", $"https://data.example.org/{route}", body, "application/json");
            context.Request.ContentLength = body.Length + missing;

            var answer = await CaptureBed.AnswerAsync(context, Function(bed, route)(context.Request));

            Assert.Equal(missing > 0, answer.Contains(Problem.BrokenOff.Detail, StringComparison.Ordinal));
            Assert.True(missing == 0 || context.Response.StatusCode == 400, $"{context.Response.StatusCode}");
        }
    }

    [Fact]
    public async Task CaptureForm_MultipartCutAnywhere_IsRefused()
    {
        var whole = "--B\r\n" + Part + "--B\r\nContent-Disposition: form-data; name=\"company\"\r\n\r\nAcme\r\n--B--";
        for (var length = 0; length <= whole.Length; length++)
        {
            using var bed = new CaptureBed();
            var context = bed.Request("POST", "https://data.example.org/forms/contact", whole[..length], "multipart/form-data; boundary=B");

            await CaptureBed.AnswerAsync(context, bed.Function<CaptureForm>().Run(context.Request, "contact", CancellationToken.None));

            Assert.Equal((length, length == whole.Length ? 200 : 400), (length, context.Response.StatusCode));
            Assert.Equal(length == whole.Length ? 1 : 0, bed.Queue.Events.Count);
        }
    }

    [Fact]
    public async Task CaptureForm_BrokenBody_IsKeptWithoutItsPassword()
    {
        using var bed = new CaptureBed(("HoneypotField", "trap"));
        var context = bed.Request("POST", "https://data.example.org/forms/contact", "password=hunter2&trap=x&email=ann%40example.co", Form);
        context.Request.ContentLength = 500;

        var html = await CaptureBed.AnswerAsync(
            context, bed.Function<CaptureForm>().Run(context.Request, "contact", CancellationToken.None));

        Assert.Equal(400, context.Response.StatusCode);
        Assert.Contains(Problem.BrokenOff.Detail, html, StringComparison.Ordinal);
        var kept = Assert.Single(bed.Queue.Rejected);
        Assert.Equal((Problem.Malformed, """{"trap":"x","email":"ann@example.co"}"""), (kept.Reason, kept.Payload));
    }

    // None of the private ones gets beyond its body here.
    private static Func<HttpRequest, Task<IResult>> Function(CaptureBed bed, string route, CancellationToken aborted = default) =>
        route switch
        {
            "e" => request => bed.Function<CaptureEvents>().Run(request, aborted),
            "api/events" => request => bed.Function<ImportEvents>().Run(request, aborted),
            "consent" => request => bed.Function<CaptureConsent>().Run(request, aborted),
            "forms/contact" => request => bed.Function<CaptureForm>().Run(request, "contact", aborted),
            "api/settings/scoring" => request => new PutSettings(null!).Run(request, "scoring", aborted),
            "api/settings/scoring/preview" => request => new PreviewSettings(null!).Run(request, "scoring", aborted),
            "api/leads/alias" => request => new AliasLead(null!).Run(request, aborted),
            "api/leads/alias/undo" => request => new UndoAlias(null!).Run(request, aborted),
            "api/leads/l_x/links/k/undo" => request => new UndoLink(null!).Run(request, "l_x", "k", aborted),
            _ => request => new ReplayRejected(null!, bed.Get<IOptions<CaptureOptions>>()).Run(request, "none", aborted),
        };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static void AssertRefused(CaptureBed bed, string answer)
    {
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), answer);
        Assert.DoesNotContain("Thank you", answer, StringComparison.Ordinal);
        Assert.Empty(bed.Queue.Events);
    }
}
