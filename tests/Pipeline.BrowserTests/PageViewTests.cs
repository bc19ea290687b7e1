using Pipeline.Events;

namespace Pipeline.BrowserTests;

[Collection("browser")]
public sealed class PageViewTests(BrowserFixture browser)
{
    [Fact]
    public async Task PlainPage_Opened_SendsOnePageViewWithItsCampaign()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/pricing");

        var page = await bed.OpenAsync(
            "/pricing?plan=team&utm_source=brevo&utm_medium=newsletter#top", new() { Referer = "https://elsewhere.example/post?secret=1" });
        await bed.SettleAsync(page);

        var view = Assert.Single(bed.Queue.Of(EventType.PageView));
        Assert.Equal(bed.Url("/pricing?plan=team"), view.Url);
        Assert.Equal("Page /pricing", view.Title);
        Assert.Equal(("brevo", "newsletter"), (view.Campaign?.Source, view.Campaign?.Medium));
        Assert.StartsWith("https://elsewhere.example/", view.Referrer, StringComparison.Ordinal);
        Assert.InRange((view.ReceivedAt - view.OccurredAt).TotalSeconds, -1, 15);
        bed.AssertQuiet();
    }

    [Fact]
    public async Task PlainPage_SecondPage_NamesTheFirstAsReferrerAndKeepsTheVisitor()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/one", "<a href='/two'>Two</a>");
        bed.AddPage("/two");

        var page = await bed.OpenAsync("/one");
        await bed.SettleAsync(page);
        await page.ClickAsync("a");
        await Microsoft.Playwright.Assertions.Expect(page).ToHaveURLAsync(bed.Url("/two"));
        await bed.Queue.WaitForAsync(EventType.PageView, 2);

        Assert.Equal(bed.Url("/one"), bed.Queue.Of(EventType.PageView)[1].Referrer);
        bed.OnlyVisitor();
        Assert.Empty(bed.Queue.Of(EventType.Click));
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Script_LoadedTwice_CountsThePageOnce()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/", head: bed.Script());

        var page = await bed.OpenAsync("/");
        await page.AddScriptTagAsync(new() { Url = bed.CollectorAddress + "/s.js" });
        await bed.SettleAsync(page);

        Assert.Single(bed.Queue.Of(EventType.PageView));
        Assert.Single(bed.Queue.Of(EventType.Custom));
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Calls_BeforeTheScriptHasLoaded_AreSentAfterThePageView()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/", head: """
            <script>
            window.pipeline = window.pipeline || function () { (pipeline.q = pipeline.q || []).push(arguments) }
            pipeline('event', 'early', { step: 1 })
            pipeline('nonsense')
            pipeline('identify', 'Ada@Example.org')
            </script>
            """);

        var page = await bed.OpenAsync("/");
        await bed.SettleAsync(page);

        Assert.Equal(
            [EventType.PageView, EventType.Custom, EventType.Identify, EventType.Custom],
            bed.Queue.Events.Select(captured => captured.Type));
        Assert.Equal("ada@example.org", bed.Queue.Of(EventType.Identify)[0].Email);
        Assert.Equal("1", bed.Queue.Of(EventType.Custom)[0].Props?["step"]);
        bed.OnlyVisitor();
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Script_ServedFromTheSiteWithDataEndpoint_SendsToTheCollector()
    {
        await using var bed = await TestBed.StartAsync(browser);
        using var client = new HttpClient();
        bed.Site.Add("/copy/s.js", await client.GetStringAsync(new Uri(bed.Collector.Address("127.0.0.1") + "/s.js")));
        bed.Site.Add(
            "/", $"<!doctype html><title>Own</title><script async src='/copy/s.js' data-endpoint='{bed.CollectorAddress}/'></script>");

        var page = await bed.OpenAsync("/");
        await bed.SettleAsync(page);

        Assert.Single(bed.Queue.Of(EventType.PageView));
        bed.AssertQuiet();
    }
}
