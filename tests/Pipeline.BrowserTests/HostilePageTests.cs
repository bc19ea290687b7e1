using Microsoft.Playwright;
using Pipeline.Events;

namespace Pipeline.BrowserTests;

[Collection("browser")]
public sealed class HostilePageTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("Navigator.prototype.sendBeacon = undefined")]
    [InlineData("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })")]
    [InlineData("Object.defineProperty(window, 'localStorage', { value: null })")]
    [InlineData("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")]
    [InlineData(
        "localStorage['pipeline.events'] = '{oops'; localStorage['pipeline.visitor'] = '...'; localStorage['pipeline.consent'] = '7'")]
    [InlineData("localStorage['pipeline.events'] = '[null, 7, {}]'; localStorage['pipeline.consent'] = 'null'")]
    [InlineData("[Object, Array, Function, Promise, String, RegExp, Element, Node, EventTarget, Storage].forEach(type => "
        + "Object.freeze(type.prototype))")]
    [InlineData("Object.freeze(history); Object.freeze(History.prototype)")]
    [InlineData("Object.prototype.extra = function () { }; Array.prototype.extra = 1")]
    [InlineData("Object.defineProperty(window, 'crypto', { value: undefined })")]
    [InlineData("window.pipeline = 7")]
    public async Task Page_ThatTakesSomethingAway_IsStillCounted(string damage)
    {
        await using var bed = await TestBed.StartAsync(browser);

        var page = await OpenAsync(bed, damage);
        await UseAsync(page);
        await bed.Queue.WaitForAsync(captured => captured.Name == "custom", "the custom event");

        Assert.Single(bed.Queue.Of(EventType.PageView), view => view.Url == bed.Url("/"));
        Assert.Single(bed.Queue.Of(EventType.Click));
        Assert.Equal("ada@example.org", Assert.Single(bed.Queue.Of(EventType.Form)).Email);
        Assert.Empty(await SeenAsync(page));
        bed.OnlyVisitor();
        bed.AssertQuiet();
    }

    [Theory]
    [InlineData("delete window.fetch")]
    [InlineData("window.fetch = undefined; window.Request = undefined")]
    [InlineData("window.fetch = () => { throw new Error('no') }")]
    [InlineData("window.fetch = () => undefined")]
    [InlineData("Object.prototype.toJSON = function () { throw new Error('no') }")]
    [InlineData("Element.prototype.closest = undefined")]
    [InlineData("Object.defineProperty(window, 'pipeline', { value: function () { }, writable: false })")]
    [InlineData("Object.defineProperty(window, 'pipeline', { get() { throw new Error('no') } })")]
    [InlineData("EventTarget.prototype.addEventListener = () => { throw new Error('no') }")]
    [InlineData("Array.prototype.toJSON = () => 'an old library'")]
    [InlineData("window.URL = undefined")]
    [InlineData("Array.from = undefined")]
    public async Task Page_ThatBreaksTheBrowser_NeverSeesAnError(string damage)
    {
        await using var bed = await TestBed.StartAsync(browser);

        var page = await OpenAsync(bed, damage);
        await UseAsync(page);

        Assert.Equal("/next", await page.EvaluateAsync<string>("location.pathname"));
        Assert.Empty(await SeenAsync(page));
        bed.AssertQuiet();
    }

    private static async Task<IPage> OpenAsync(TestBed bed, string damage)
    {
        bed.AddPage(
            "/",
            $"""
            <form onsubmit="return false"><input name="email" value="ada@example.org"><button>Send</button></form>
            <a href="{bed.Site.Origin(TestBed.ElsewhereHost)}/" onclick="return false">Out</a>
            """,
            head: $"""
            <script>
            window.seen = []
            addEventListener('error', event => seen.push('' + event.message))
            addEventListener('unhandledrejection', event => seen.push('' + event.reason));
            {damage}
            </script>
            """);
        var page = await bed.Context.NewPageAsync();

        // The load event waits for the script, though it is async.
        await page.GotoAsync(bed.Url("/"));
        return page;
    }

    private static async Task UseAsync(IPage page)
    {
        await page.ClickAsync("a");
        await page.ClickAsync("button");
        await page.EvaluateAsync("scrollTo(0, 10); history.pushState({}, '', '/next')");
        await page.EvaluateAsync("""
            () => {
              try {
                if (typeof pipeline == 'function') pipeline('event', 'custom', { a: 1 })
              } catch (error) {
                if (error.message != 'no') seen.push('' + error)
              }
            }
            """);
        await page.EvaluateAsync("dispatchEvent(new Event('pagehide'))");
    }

    // A timer's turn comes after all that is under way, and after the rejections that nobody took.
    private static Task<string[]> SeenAsync(IPage page) =>
        page.EvaluateAsync<string[]>("new Promise(done => setTimeout(() => setTimeout(() => done(seen))))");
}
