using Pipeline.Events;

namespace Pipeline.BrowserTests;

[Collection("browser")]
public sealed class BlockedStorageTests(BlockingBrowserFixture browser) : IClassFixture<BlockingBrowserFixture>
{
    [Fact]
    public async Task Cookies_BlockedForTheCollector_VisitorIsKnownByItsCandidate()
    {
        await using var bed = await StartAsync("www.cookies.localhost", "collector." + BlockingBrowserFixture.BlockedDomain);

        await VisitAsync(bed, storesInPage: true);

        bed.OnlyVisitor();
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Storage_BlockedForTheSite_VisitorIsKnownByItsCookie()
    {
        await using var bed = await StartAsync(
            "www." + BlockingBrowserFixture.BlockedDomain, "data." + BlockingBrowserFixture.BlockedDomain);
        await using var open = await StartAsync("www.open.localhost", "data.open.localhost");

        await VisitAsync(bed, storesInPage: false);
        await VisitAsync(open, storesInPage: true);

        Assert.Equal(2, bed.Queue.Of(EventType.PageView).Select(view => view.VisitorId).Distinct().Count());
        open.OnlyVisitor();
        bed.AssertQuiet();
    }

    private static async Task VisitAsync(TestBed bed, bool storesInPage)
    {
        var page = await bed.OpenAsync("/one");
        await bed.SettleAsync(page);
        await bed.GoAsync(page, "/two");
        await bed.SettleAsync(page);
        Assert.Equal(storesInPage, await page.EvaluateAsync<bool>("() => { try { return !!localStorage } catch { return false } }"));
        await page.CloseAsync();
        Assert.Equal(["/one", "/two"], bed.Queue.Of(EventType.PageView).Select(view => new Uri(view.Url!).AbsolutePath));
    }

    private async Task<TestBed> StartAsync(string siteHost, string collectorHost)
    {
        var bed = await TestBed.StartAsync(browser.Context, new() { SiteHost = siteHost, CollectorHost = collectorHost });
        bed.AddPage("/one");
        bed.AddPage("/two");
        return bed;
    }
}
