using Pipeline.Events;

namespace Pipeline.BrowserTests;

[Collection("browser")]
public sealed class BackForwardCacheTests(BrowserFixture browser)
{
    [Fact]
    public async Task Page_ComesBackFromTheCache_IsCountedAgainAndGoesOnCounting()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/one", head: "<script>addEventListener('pageshow', event => window.cached = event.persisted)</script>");
        bed.AddPage("/two");

        var page = await bed.OpenAsync("/one");
        await bed.SettleAsync(page);
        await bed.GoAsync(page, "/two");
        await bed.SettleAsync(page);
        await page.EvaluateAsync("history.back()");
        await page.WaitForFunctionAsync("window.cached === true");
        await bed.Queue.WaitForAsync(EventType.PageView, 3);
        await bed.SettleAsync(page);

        var views = bed.Queue.Of(EventType.PageView);
        Assert.Equal(["/one", "/two", "/one"], views.Select(view => new Uri(view.Url!).AbsolutePath));
        Assert.Equal(views[2].Id, bed.Queue.Of(EventType.Custom)[^1].PageId);
        bed.OnlyVisitor();
        bed.AssertQuiet();
    }
}
