using Pipeline.Events;

namespace Pipeline.BrowserTests;

[Collection("browser")]
public sealed class VisitorTests(BrowserFixture browser)
{
    [Fact]
    public async Task Collector_OnASubDomain_SetsACookieThatScriptsCannotReadAndThatIsNotExtended()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/one");
        bed.AddPage("/two");

        var page = await bed.OpenAsync("/one");
        await bed.SettleAsync(page);
        await TestBed.ConfirmedAsync(page);
        var cookie = Assert.Single(await bed.Context.CookiesAsync());
        await bed.GoAsync(page, "/two");
        await bed.SettleAsync(page);
        await TestBed.ConfirmedAsync(page);

        Assert.Equal((bed.OnlyVisitor(), true), (cookie.Value, cookie.HttpOnly));
        Assert.Equal("", await page.EvaluateAsync<string>("document.cookie"));
        var lifetime = DateTimeOffset.FromUnixTimeSeconds((long)cookie.Expires) - bed.Queue.Events[0].ReceivedAt;
        Assert.InRange(lifetime.TotalDays, 394.9, 395.1);
        Assert.Equal(cookie.Expires, Assert.Single(await bed.Context.CookiesAsync()).Expires);
    }

    [Fact]
    public async Task Collector_OnASubDomain_KeepsTheVisitorWhenLocalStorageIsCleared()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/");

        var page = await bed.OpenAsync("/");
        await bed.SettleAsync(page);
        await TestBed.ConfirmedAsync(page);
        await page.EvaluateAsync("localStorage.clear()");
        await bed.GoAsync(page, "/");
        await bed.SettleAsync(page);

        Assert.Equal(2, bed.Queue.Of(EventType.PageView).Count);
        bed.OnlyVisitor();
    }

    [Fact]
    public async Task Collector_OnAnotherSite_RecognisesOneVisitorOverThreePages()
    {
        await using var bed = await TestBed.StartAsync(browser, new() { CollectorHost = "collector.localhost" });
        bed.AddPage("/one");
        bed.AddPage("/two");
        bed.AddPage("/three");

        var page = await bed.OpenAsync("/one");
        await bed.SettleAsync(page);
        await bed.GoAsync(page, "/two");
        await bed.SettleAsync(page);
        await bed.GoAsync(page, "/three");
        await bed.SettleAsync(page);
        await TestBed.ConfirmedAsync(page);

        Assert.Equal(3, bed.Queue.Of(EventType.PageView).Count);
        bed.OnlyVisitor();
        Assert.Empty(await bed.Context.CookiesAsync());
        bed.AssertQuiet();
    }

    [Fact]
    public async Task FirstEvents_SentInParallel_MeetInOneVisitor()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/", "<iframe src='/frame' title='Frame'></iframe>");
        bed.AddPage("/frame");
        var requests = 0;
        var bothArrived = new TaskCompletionSource();
        await bed.Context.RouteAsync("**/e", async route =>
        {
            if (Interlocked.Increment(ref requests) == 2)
            {
                bothArrived.SetResult();
            }

            await bothArrived.Task;
            await route.ContinueAsync();
        });

        await bed.OpenAsync("/");
        var views = await bed.Queue.WaitForAsync(EventType.PageView, 2);

        Assert.Equal(["/", "/frame"], views.Select(view => new Uri(view.Url!).AbsolutePath).Order());
        bed.OnlyVisitor();
    }

    [Fact]
    public async Task FirstEvents_OfOnePageBeforeAnyAnswer_MeetInOneVisitor()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/");
        using var hold = bed.Queue.Hold();

        var page = await bed.OpenAsync("/");
        await bed.Queue.WaitUntilAsync(() => bed.Queue.Tries == 1, "the page view's put");
        var second = page.WaitForRequestAsync("**/e");
        await page.EvaluateAsync("pipeline('event', 'second')");
        var request = await second;
        hold.Dispose();
        await bed.Queue.WaitForAsync(EventType.Custom);

        Assert.Null(await request.HeaderValueAsync("cookie"));
        Assert.Single(bed.Queue.Of(EventType.PageView));
        bed.OnlyVisitor();
    }
}
