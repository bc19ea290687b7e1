using Pipeline.Capture.Bots;
using Pipeline.Events;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Capture.Bots;

public sealed class BotDetectorTests
{
    private const string Person = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0";
    private const string Robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    private const string Page = """{"visitor":"c1","events":[{"id":"e1","type":"page_view","url":"https://example.org/"}]}""";

    [Theory]
    [InlineData(Person, false, null)]
    [InlineData(Person, true, "prefetch")]
    [InlineData(Robot, false, "bot:googlebot")]
    [InlineData(Robot, true, "bot:googlebot prefetch")]
    [InlineData(null, false, "bot:no-user-agent")]
    [InlineData(" ", false, "bot:no-user-agent")]
    public void Judge_Signals_GiveTheirMarks(string? userAgent, bool prefetch, string? marks)
    {
        using var bed = new CaptureBed();

        var reasons = bed.Get<BotDetector>().Judge(new BotSignals(userAgent, prefetch));

        Assert.Equal(marks, reasons is null ? null : string.Join(' ', reasons));
    }

    [Theory]
    [InlineData("prefetch", null, null, true)]
    [InlineData(" Prefetch;prerender", null, null, true)]
    [InlineData("prefetching", null, null, false)]
    [InlineData(null, "prefetch", null, true)]
    [InlineData(null, "preview", null, true)]
    [InlineData(null, null, "prefetch", true)]
    [InlineData("", "", "", false)]
    [InlineData(null, null, null, false)]
    public void TellsPrefetch_Headers_AreRead(string? secPurpose, string? purpose, string? xMoz, bool prefetch) =>
        Assert.Equal(prefetch, BotSignals.TellsPrefetch(secPurpose, purpose, xMoz));

    [Fact]
    public async Task CaptureEvents_Robot_IsKeptAndFlaggedWithoutItsUserAgent()
    {
        using var bed = new CaptureBed();

        var captured = Assert.Single(await PostAsync(bed, Robot, Page));

        Assert.True(captured.Automatic);
        Assert.Equal(["bot:googlebot"], captured.Marks!);
        Assert.DoesNotContain("Mozilla", System.Text.Encoding.UTF8.GetString(bed.Queue.Bodies.Single()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"true\"", false)]
    [InlineData("null", false)]
    public async Task CaptureEvents_BrowserThatAProgramSteers_IsFlagged(string auto, bool automatic)
    {
        using var bed = new CaptureBed();

        var captured = Assert.Single(await PostAsync(bed, Person, $"{{\"auto\":{auto},{Page[1..]}"));

        Assert.Equal(automatic, captured.Automatic);
        Assert.Equal(automatic ? "bot:webdriver" : null, captured.Marks is null ? null : string.Join(' ', captured.Marks));
    }

    [Fact]
    public async Task CaptureEvents_DetectionSwitchedOff_FlagsNobody()
    {
        using var bed = new CaptureBed(("DetectBots", "false"));

        var captured = Assert.Single(await PostAsync(bed, Robot, $"{{\"auto\":true,{Page[1..]}"));

        Assert.False(captured.Automatic);
        Assert.Null(captured.Marks);
    }

    [Theory]
    [InlineData("Sec-Purpose", "prefetch")]
    [InlineData("sec-purpose", "prefetch;prerender")]
    [InlineData("Purpose", "preview")]
    [InlineData("X-Moz", "prefetch")]
    public async Task CapturePixel_PrefetchedPage_IsFlagged(string header, string value)
    {
        using var bed = new CaptureBed();
        var context = bed.Request("GET", "https://data.example.org/p.gif?url=https%3A%2F%2Fexample.org%2F");
        context.Request.Headers.UserAgent = Person;
        context.Request.Headers[header] = value;

        await CaptureBed.AnswerAsync(context, bed.Function<CapturePixel>().Run(context.Request));

        Assert.Equal(["prefetch"], Assert.Single(bed.Queue.Events).Marks!);
    }

    [Fact]
    public async Task CaptureForm_Robot_IsKeptAndFlagged()
    {
        using var bed = new CaptureBed();
        var context = bed.Request(
            "POST", "https://data.example.org/forms/x", "email=ann%40example.org", "application/x-www-form-urlencoded");
        context.Request.Headers.UserAgent = Robot;

        await CaptureBed.AnswerAsync(context, bed.Function<CaptureForm>().Run(context.Request, "x", CancellationToken.None));

        var captured = Assert.Single(bed.Queue.Events);
        Assert.True(captured.Automatic);
        Assert.Equal(["bot:googlebot"], captured.Marks!);
    }

    private static async Task<IReadOnlyList<CapturedEvent>> PostAsync(CaptureBed bed, string userAgent, string body)
    {
        var context = bed.Request("POST", "https://data.example.org/e", body, "text/plain");
        context.Request.Headers.UserAgent = userAgent;
        await CaptureBed.AnswerAsync(context, bed.Function<CaptureEvents>().Run(context.Request, CancellationToken.None));
        return bed.Queue.Events;
    }
}
