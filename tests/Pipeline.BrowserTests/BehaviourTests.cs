using Pipeline.Events;

namespace Pipeline.BrowserTests;

[Collection("browser")]
public sealed class BehaviourTests(BrowserFixture browser)
{
    [Fact]
    public async Task Link_ToAnotherHost_IsSentWhileThePageIsLeft()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/", $"<a href='{bed.Site.Origin(TestBed.ElsewhereHost)}/plain?x=1#part'><b>Elsewhere</b></a>");
        bed.Site.Add("/plain", "<!doctype html><title>Elsewhere</title>");

        var page = await bed.OpenAsync("/");
        await page.ClickAsync("b");
        await Microsoft.Playwright.Assertions.Expect(page).ToHaveURLAsync(bed.Site.Origin(TestBed.ElsewhereHost) + "/plain?x=1#part");
        var click = (await bed.Queue.WaitForAsync(EventType.Click))[0];

        Assert.Equal(bed.Site.Origin(TestBed.ElsewhereHost) + "/plain?x=1", click.Props!["href"]);
        Assert.Equal(bed.Queue.Of(EventType.PageView)[0].Id, click.PageId);
        bed.OnlyVisitor();
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Link_MiddleClickedOrCancelledBySite_IsSent()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/", $"""
            <a id="a" href="{bed.Site.Origin(TestBed.ElsewhereHost)}/a" onclick="event.stopPropagation(); return false">A</a>
            <a id="b" href="{bed.Site.Origin(TestBed.ElsewhereHost)}/b">B</a>
            <a id="c" href="mailto:ada@example.org" onclick="return false">C</a><svg><a href="#x"><text id="d" y="20">D</text></a></svg><p id="e">E</p>
            """);
        bed.Site.Add("/b", "<!doctype html><title>B</title>");

        var page = await bed.OpenAsync("/");
        await page.ClickAsync("#a");
        await page.ClickAsync("#b", new() { Button = Microsoft.Playwright.MouseButton.Middle });
        await page.ClickAsync("#c");
        await page.ClickAsync("#d");
        await page.ClickAsync("#e");
        await bed.SettleAsync(page);

        Assert.Equal(
            [$"{bed.Site.Origin(TestBed.ElsewhereHost)}/a", $"{bed.Site.Origin(TestBed.ElsewhereHost)}/b", "mailto:ada@example.org"],
            bed.Queue.Of(EventType.Click).Select(click => click.Props!["href"]).Order(StringComparer.Ordinal));
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Calls_EventAndIdentify_ArriveWithTheirValues()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/");

        var page = await bed.OpenAsync("/");
        await page.EvaluateAsync("pipeline('event', 'Order placed', { value: 12.5, currency: 'EUR', gift: true })");
        await page.EvaluateAsync("pipeline('identify', ' Ada@Example.ORG ')");
        await bed.SettleAsync(page);

        var order = await bed.Queue.WaitForAsync(captured => captured.Name == "Order placed", "the custom event");
        Assert.Equal(["EUR", "true", "12.5"], [order.Props!["currency"], order.Props["gift"], order.Props["value"]]);
        Assert.Equal("ada@example.org", Assert.Single(bed.Queue.Of(EventType.Identify)).Email);
        bed.OnlyVisitor();
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Calls_WithValuesOfNoUse_NeverThrow()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/");

        var page = await bed.OpenAsync("/");
        await page.EvaluateAsync("""
            () => {
              const loop = {}; loop.self = loop
              pipeline(); pipeline('event'); pipeline('toString'); pipeline('__proto__', 1); pipeline('event', 'loop', loop)
              pipeline('event', 'big', 10n); pipeline('event', 'huge', { text: 'x'.repeat(1e5) }); pipeline('identify'); pipeline(null)
            }
            """);
        await bed.SettleAsync(page);

        Assert.Empty(bed.Errors);
        Assert.Single(bed.Queue.Of(EventType.PageView));
        Assert.DoesNotContain(bed.Queue.Events, captured => captured.Name is "loop" or "big" or "huge");
    }

    [Fact]
    public async Task Page_Hidden_TellsVisibleSecondsAndDepthOnce()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/", "<p style='height: 4000px; margin: 0'>Long</p>");
        bed.AddPage("/two");

        var page = await bed.Context.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(bed.Url("/"));
        await TestBed.ScriptRunsAsync(page);
        await page.EvaluateAsync("scrollTo(0, 1280)");
        await page.Clock.FastForwardAsync(12_000);
        await HideAsync(page, true);
        await bed.Queue.WaitForAsync(EventType.Engagement);
        await page.Clock.FastForwardAsync(60_000);
        await HideAsync(page, false);
        await page.EvaluateAsync("scrollTo(0, 0)");
        await page.Clock.FastForwardAsync(5_000);
        await HideAsync(page, true);
        var engagements = await bed.Queue.WaitForAsync(EventType.Engagement, 2);

        Assert.InRange(engagements[0].Seconds!.Value, 12, 16);
        Assert.InRange(engagements[1].Seconds!.Value, 17, 25);
        Assert.Equal([50, 50], engagements.Select(engagement => engagement.Scroll));
        Assert.All(engagements, engagement => Assert.Equal(bed.Queue.Of(EventType.PageView)[0].Id, engagement.PageId));
    }

    // A headless tab is never covered by another: the page is told what a browser would tell it.
    private static async Task HideAsync(Microsoft.Playwright.IPage page, bool hidden) => await page.EvaluateAsync(
        """
        hidden => {
          Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => hidden ? 'hidden' : 'visible' })
          Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
          document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
        }
        """,
        hidden);
}
