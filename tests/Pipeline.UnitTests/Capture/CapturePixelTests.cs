using Microsoft.AspNetCore.Http;
using Pipeline.Events;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Capture;

public sealed class CapturePixelTests
{
    [Fact]
    public async Task Run_PageInTheQuery_StoresAPageViewAndAnswersAnImage()
    {
        using var bed = new CaptureBed();
        var context = bed.Request(
            "GET",
            "https://data.example.org/p.gif?url=https%3A%2F%2Fexample.org%2Fa%3Futm_source%3Dx&ref=https%3A%2F%2Ft.co%2F&title=Caf%C3%A9+1&id=e1");

        await Run(bed, context);

        var captured = Assert.Single(bed.Queue.Events);
        Assert.Equal(
            ("e1", EventType.PageView, "https://example.org/a", "https://t.co/", "Café 1", "x"),
            (captured.Id, captured.Type, captured.Url, captured.Referrer, captured.Title, captured.Campaign?.Source));
        Assert.Equal(bed.Now, captured.OccurredAt);
        Assert.Equal(43, ((MemoryStream)context.Response.Body).Length);
        Assert.Equal(("image/gif", "no-store"), (context.Response.ContentType, context.Response.Headers.CacheControl.ToString()));
        Assert.Equal(
            $"_pl={captured.VisitorId}; max-age=34128000; path=/; secure; samesite=lax; httponly",
            context.Response.Headers.SetCookie.ToString());
    }

    [Fact]
    public async Task Run_NoPageInTheQuery_TakesTheReferer()
    {
        using var bed = new CaptureBed();
        var context = bed.Request("GET", "http://localhost:7071/p.gif?img=0");
        context.Request.Headers.Referer = "https://example.org/b?utm_source=mail";
        context.Request.Headers.Cookie = $"a=b; _pl={CaptureBed.Visitor}";

        await Run(bed, context);

        var captured = Assert.Single(bed.Queue.Events);
        Assert.Equal(("https://example.org/b", CaptureBed.Visitor), (captured.Url, captured.VisitorId));
        Assert.Equal((204, 0), (context.Response.StatusCode, ((MemoryStream)context.Response.Body).Length));
        Assert.Equal(0, context.Response.Headers.SetCookie.Count);
    }

    [Theory]
    [InlineData("http://localhost:7071", false)]
    [InlineData("http://127.0.0.1:7071", false)]
    [InlineData("http://[::1]:7071", false)]
    [InlineData("https://localhost", true)]
    [InlineData("http://data.example.org", true)]
    [InlineData("http://localhost.example.org", true)]
    public async Task Run_NewVisitor_CookieIsSecureExceptOnPlainLoopback(string origin, bool secure)
    {
        using var bed = new CaptureBed();
        var context = bed.Request("GET", $"{origin}/p.gif?url=https://example.org/");

        await Run(bed, context);

        Assert.Equal(secure, context.Response.Headers.SetCookie.ToString().Contains("; secure", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData("?url=", "missing")]
    [InlineData("?url=javascript:alert(1)", "invalid")]
    [InlineData("?url=%ZZ%00", "invalid")]
    public async Task Run_NoUsablePage_AnswersAnImageAndKeepsTheInputWithItsReason(string query, string reason)
    {
        using var bed = new CaptureBed();
        var context = bed.Request("GET", "https://data.example.org/p.gif");
        context.Request.QueryString = new(query);

        await Run(bed, context);

        Assert.Equal((200, 43), (context.Response.StatusCode, ((MemoryStream)context.Response.Body).Length));
        Assert.Empty(bed.Queue.Events);
        var rejected = Assert.Single(bed.Queue.Rejected);
        Assert.Equal(("/p.gif", reason, query), (rejected.Endpoint, rejected.Reason, rejected.Payload));
        Assert.Equal(0, context.Response.Headers.SetCookie.Count);
    }

    [Theory]
    [InlineData("", 43)]
    [InlineData("&img=0", 0)]
    public async Task Run_FailingQueue_AnswersTheImageButPromisesNothing(string wish, int length)
    {
        using var bed = new CaptureBed();
        bed.Queue.OnSend = (_, _) => throw new IOException("Away.");
        var context = bed.Request("GET", $"https://data.example.org/p.gif?url=https://example.org/{wish}");

        var result = await bed.WhileTimePasses(bed.Function<CapturePixel>().Run(context.Request));
        await result.ExecuteAsync(context);

        Assert.Equal((503, length), (context.Response.StatusCode, ((MemoryStream)context.Response.Body).Length));
        Assert.Equal("no-store", context.Response.Headers.CacheControl);
        Assert.Empty(bed.Queue.Events);
    }

    [Fact]
    public async Task Run_GlobalPrivacyControl_CountsThePageAndSetsNoCookie()
    {
        using var bed = new CaptureBed();
        var context = bed.Request("GET", "https://data.example.org/p.gif?url=https://example.org/");
        context.Request.Headers["Sec-GPC"] = "1";

        await Run(bed, context);

        Assert.Equal(43, ((MemoryStream)context.Response.Body).Length);
        Assert.Empty(bed.Queue.Events);
        Assert.Single(bed.Queue.Views);
        Assert.Equal(0, context.Response.Headers.SetCookie.Count);
    }

    [Fact]
    public async Task Run_OneEvent_AllocatesAtMostEightKilobytes()
    {
        using var bed = new CaptureBed();
        var function = bed.Function<CapturePixel>();
        var url =
            $"https://data.example.org/p.gif?url=https%3A%2F%2Fwww.example.org%2F{new string('p', 300)}%3Futm_source%3Dtwitter&ref=https%3A%2F%2Ft.co%2Fabc&title={new string('t', 80)}&id=abcdefghijklmnop";
        var context = bed.Request("GET", url);
        context.Request.Headers.Cookie = $"_pl={CaptureBed.Visitor}";
        for (var i = 0; i < 50; i++)
        {
            await function.Run(context.Request);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            var run = function.Run(context.Request);
            Assert.True(run.IsCompletedSuccessfully);
        }

        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        Assert.InRange(allocated, 1, 8_192);
    }

    private static async Task Run(CaptureBed bed, HttpContext context) =>
        await CaptureBed.AnswerAsync(context, bed.Function<CapturePixel>().Run(context.Request));
}
