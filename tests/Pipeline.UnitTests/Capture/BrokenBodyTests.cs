using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Functions.Capture;
using Pipeline.Functions.Replay;
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

    private static Func<HttpRequest, Task<IResult>> Function(CaptureBed bed, string route) => route switch
    {
        "e" => request => bed.Function<CaptureEvents>().Run(request, CancellationToken.None),
        "api/events" => request => bed.Function<ImportEvents>().Run(request, CancellationToken.None),
        "consent" => request => bed.Function<CaptureConsent>().Run(request, CancellationToken.None),
        "forms/contact" => request => bed.Function<CaptureForm>().Run(request, "contact", CancellationToken.None),
        _ => request => new ReplayRejected(null!, bed.Get<IOptions<CaptureOptions>>()).Run(request, "none", CancellationToken.None),
    };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static void AssertRefused(CaptureBed bed, string answer)
    {
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), answer);
        Assert.DoesNotContain("Thank you", answer, StringComparison.Ordinal);
        Assert.Empty(bed.Queue.Events);
    }
}
