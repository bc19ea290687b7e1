using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Events;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Capture;

public sealed class CaptureRoutesTests
{
    private const string Page =
        """{"v":1,"visitor":"c1","events":[{"id":"e1","type":"page_view","url":"https://example.org/"},{"id":"e2"}]}""";

    [Fact]
    public async Task CaptureEvents_TextPlainBatch_AnswersWhatWasAcceptedAndSetsTheCookie()
    {
        using var bed = new CaptureBed();
        var context = bed.Request("POST", "https://data.example.org/e", Page, "text/plain");

        var answer = await CaptureBed.AnswerAsync(context, bed.Function<CaptureEvents>().Run(context.Request, CancellationToken.None));

        Assert.Equal(200, context.Response.StatusCode);
        Assert.Equal(
            """{"accepted":1,"rejected":[{"index":1,"id":"e2","problems":["type: is required: page_view, engagement, click, form, identify or custom."]}],"retry":false}""",
            answer);
        Assert.Contains(VisitorIds.FromCandidate("c1"), context.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CaptureEvents_FailingQueue_Answers200AndAsksToSendAgain()
    {
        using var bed = new CaptureBed();
        bed.Queue.OnSend = (_, _) => throw new IOException("Away.");
        var context = bed.Request("POST", "https://data.example.org/e", Page, "text/plain");

        var result = await bed.WhileTimePasses(bed.Function<CaptureEvents>().Run(context.Request, CancellationToken.None));
        await result.ExecuteAsync(context);

        Assert.Equal(200, context.Response.StatusCode);
        Assert.Equal(
            """{"accepted":0,"rejected":[],"retry":true}""", Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()));
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("{\"events\":[{},{},{}]}", 413)]
    public async Task CaptureEvents_UnusableBody_AnswersItsReason(string body, int status)
    {
        using var bed = new CaptureBed(("MaxBatchEvents", "2"));
        var context = bed.Request("POST", "https://data.example.org/e", body, "application/json");

        var answer = await CaptureBed.AnswerAsync(context, bed.Function<CaptureEvents>().Run(context.Request, CancellationToken.None));

        Assert.Equal(status, context.Response.StatusCode);
        Assert.StartsWith("{\"accepted\":0,\"rejected\":[{\"index\":null,\"id\":null,\"problems\":[\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"v\":9,\"sent\":\"x\",\"events\":[]}", 400, "v sent events")]
    [InlineData("{\"events\":[{},{},{}]}", 413, "events")]
    public async Task ImportEvents_UnusableBody_AnswersAProblemDocumentWithAllFaults(string body, int status, string fields)
    {
        using var bed = new CaptureBed(("MaxBatchEvents", "2"));
        var context = bed.Request("POST", "https://data.example.org/api/events", body, "application/json");

        using var problem = JsonDocument.Parse(
            await CaptureBed.AnswerAsync(context, bed.Function<ImportEvents>().Run(context.Request, CancellationToken.None)));

        Assert.Equal((status, "application/problem+json"), (context.Response.StatusCode, context.Response.ContentType));
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(
            fields, string.Join(
                ' ', problem.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString())));
    }

    [Fact]
    public async Task ImportEvents_GoodBatch_AnswersWhatWasAcceptedWithoutCookie()
    {
        using var bed = new CaptureBed();
        var context = bed.Request(
            "POST",
            "https://data.example.org/api/events",
            """{"email":"ann@example.org","events":[{"type":"custom","name":"n"}]}""",
            "application/json");

        var answer = await CaptureBed.AnswerAsync(context, bed.Function<ImportEvents>().Run(context.Request, CancellationToken.None));

        Assert.Equal("""{"accepted":1,"rejected":[],"retry":false}""", answer);
        Assert.Equal(0, context.Response.Headers.SetCookie.Count);
    }

    [Theory]
    [InlineData("gzip, deflate, br", true)]
    [InlineData("br", false)]
    [InlineData("gzip;q=0", false)]
    [InlineData("", false)]
    [InlineData("\u0001;;=", false)]
    public async Task ServeTrackerScript_AcceptEncoding_DecidesTheForm(string acceptEncoding, bool compressed)
    {
        using var bed = new CaptureBed();
        var context = bed.Request("GET", "https://data.example.org/s.js");
        context.Request.Headers.AcceptEncoding = acceptEncoding;

        await CaptureBed.AnswerAsync(context, bed.Function<ServeTrackerScript>().Run(context.Request));

        Stream body = new MemoryStream(((MemoryStream)context.Response.Body).ToArray());
        Assert.Equal(compressed ? "gzip" : "", context.Response.Headers.ContentEncoding.ToString());
        using var text = new StreamReader(compressed ? new GZipStream(body, CompressionMode.Decompress) : body);
        Assert.StartsWith("console.log", await text.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(
            ("public, max-age=3600", "Accept-Encoding"),
            (context.Response.Headers.CacheControl.ToString(), context.Response.Headers.Vary.ToString()));
    }

    [Fact]
    public async Task ServeTrackerScript_KnownTag_Is304()
    {
        using var bed = new CaptureBed();
        var context = bed.Request("GET", "https://data.example.org/s.js");
        context.Request.Headers.IfNoneMatch = $"\"other\", W/{bed.Get<TrackerScript>().PlainTag}";

        var body = await CaptureBed.AnswerAsync(context, bed.Function<ServeTrackerScript>().Run(context.Request));

        Assert.Equal((304, ""), (context.Response.StatusCode, body));
    }

    [Fact]
    public void TrackerScript_AssemblyWithoutIt_SaysSo() =>
        Assert.Contains("s.js", Assert.Throws<InvalidOperationException>(
            () => TrackerScript.FromResources(typeof(CaptureRoutesTests).Assembly)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("CookieName", "a b")]
    [InlineData("MaxBodyBytes", "1")]
    [InlineData("PutTimeout", "00:00:03")]
    [InlineData("MaxBatchEvents", "0")]
    public void CaptureOptions_OutOfRange_AreRefused(string key, string value)
    {
        var fault = Assert.Throws<OptionsValidationException>(() =>
        {
            using var bed = new CaptureBed((key, value));
            return bed.Get<IOptions<CaptureOptions>>().Value;
        });

        Assert.Contains(key, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomIdGenerator_ManyIds_AreValidAndDifferent()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => new RandomIdGenerator().NewId()).ToList();

        Assert.All(ids, id => Assert.True(VisitorIds.IsValid(id)));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void CookieLifetime_IsAtMostThirteenMonths() => Assert.Equal(395, VisitorIds.CookieLifetime.TotalDays);
}
