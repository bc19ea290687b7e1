using System.Collections.Concurrent;
using Microsoft.Playwright;
using Pipeline.Events;

namespace Pipeline.BrowserTests;

[Collection("browser")]
public sealed class ConsentTests(BrowserFixture browser)
{
    private const string Form = """
        <form id="contact" onsubmit="return false"><input name="email" value="ada@example.org"><button>Send</button></form>
        """;

    [Fact]
    public async Task Gpc_On_CountsThePageAndRecognisesNobody()
    {
        await using var bed = await TestBed.StartAsync(
            browser, new() { Context = new() { ExtraHTTPHeaders = new Dictionary<string, string> { ["Sec-GPC"] = "1" } } });
        await bed.Context.AddInitScriptAsync("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })");
        bed.AddPage("/", Form);
        bed.AddPage("/two");
        var sent = RecordRequests(bed);

        var page = await bed.OpenAsync("/?utm_source=brevo&utm_medium=email");
        await bed.Queue.WaitUntilAsync(() => bed.Queue.AnonymousViews.Count == 1, "the first page's count");
        await page.EvaluateAsync("pipeline('consent', 'granted'); pipeline('identify', 'ada@example.org'); pipeline('event', 'custom')");
        await page.ClickAsync("button");
        var fill = await bed.Queue.WaitForAsync(captured => captured.Type == EventType.Form, "the form");
        await bed.GoAsync(page, "/two");
        await bed.Queue.WaitUntilAsync(() => bed.Queue.AnonymousViews.Count == 2, "the second page's count");

        Assert.Equal([bed.Url("/"), bed.Url("/two")], bed.Queue.AnonymousViews.Select(view => view.Page));
        Assert.Equal((null, null, "ada@example.org"), (fill.VisitorId, fill.PageId, fill.Email));
        Assert.Same(fill, Assert.Single(bed.Queue.Events));
        Assert.Empty(bed.Queue.Consents);
        Assert.DoesNotContain(sent, body => body.Contains("\"visitor\"", StringComparison.Ordinal));
        Assert.Null(await VisitorInPageAsync(page));
        Assert.Empty(await bed.Context.CookiesAsync());
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Gpc_TheScriptCannotSee_IsObeyedByTheCollector()
    {
        await using var bed = await TestBed.StartAsync(
            browser, new() { Context = new() { ExtraHTTPHeaders = new Dictionary<string, string> { ["Sec-GPC"] = "1" } } });
        bed.AddPage("/");

        await bed.OpenAsync("/");
        await bed.Queue.WaitUntilAsync(() => bed.Queue.AnonymousViews.Count == 1, "the page's count");

        Assert.Empty(bed.Queue.Events);
        Assert.Empty(await bed.Context.CookiesAsync());
    }

    [Fact]
    public async Task Consent_RefusedGrantedWithdrawn_TakesEffectWithinTheSamePage()
    {
        await using var bed = await TestBed.StartAsync(browser, new() { Settings = { ["Pipeline:Capture:Consent"] = "required" } });
        bed.AddPage("/one", scriptAttributes: "data-consent=required");
        bed.AddPage("/two", scriptAttributes: "data-consent=required");

        // Undecided: counted, nothing stored.
        var page = await bed.OpenAsync("/one");
        await bed.Queue.WaitUntilAsync(() => bed.Queue.AnonymousViews.Count == 1, "the undecided visitor's page");
        await page.EvaluateAsync("pipeline('event', 'before')");
        Assert.Equal(0, await page.EvaluateAsync<int>("localStorage.length"));
        Assert.Empty(await bed.Context.CookiesAsync());

        // Refused: remembered without an id, also on the next page.
        await page.EvaluateAsync("pipeline('consent', 'refused')");
        await DecisionArrivedAsync(page, "refused");
        await bed.GoAsync(page, "/two");
        await bed.Queue.WaitUntilAsync(() => bed.Queue.AnonymousViews.Count == 2, "the refusing visitor's page");
        Assert.Null(await VisitorInPageAsync(page));
        Assert.Equal(["_pl_consent"], (await bed.Context.CookiesAsync()).Select(cookie => cookie.Name));
        Assert.Empty(bed.Queue.Events);
        Assert.Empty(bed.Queue.Consents);

        // Granted: the page in view is the first of the visitor.
        await page.EvaluateAsync("pipeline('consent', 'granted')");
        var view = (await bed.Queue.WaitForAsync(EventType.PageView))[0];
        await bed.SettleAsync(page);
        var granted = Assert.Single(bed.Queue.Consents);
        Assert.Equal((bed.Url("/two"), granted.VisitorId, ConsentState.Granted), (view.Url, view.VisitorId, granted.State));
        Assert.Contains(await bed.Context.CookiesAsync(), cookie => cookie.Name == "_pl" && cookie.Value == view.VisitorId);

        // Withdrawn: from this page view on nobody is recognised.
        await page.EvaluateAsync("pipeline('consent', 'withdrawn'); pipeline('event', 'after')");
        await DecisionArrivedAsync(page, "withdrawn");
        await bed.GoAsync(page, "/one");
        await bed.Queue.WaitUntilAsync(() => bed.Queue.AnonymousViews.Count == 3, "the page after the withdrawal");
        Assert.Equal((granted.VisitorId, ConsentState.Withdrawn), (bed.Queue.Consents[^1].VisitorId, bed.Queue.Consents[^1].State));
        Assert.Null(await VisitorInPageAsync(page));
        Assert.DoesNotContain(await bed.Context.CookiesAsync(), cookie => cookie.Name == "_pl");
        Assert.DoesNotContain(bed.Queue.Events, captured => captured.Name is "before" or "after");

        // Granted again: somebody new.
        await page.EvaluateAsync("pipeline('consent', 'granted')");
        var again = (await bed.Queue.WaitForAsync(EventType.PageView, 2))[1];
        Assert.NotEqual(granted.VisitorId, again.VisitorId);
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Consent_RefusedWhileTheCollectorIsDown_IsToldLaterAndObeyedAtOnce()
    {
        await using var bed = await TestBed.StartAsync(browser, new() { CollectorHost = "collector.localhost" });
        bed.AddPage("/one");
        bed.AddPage("/two");

        var page = await bed.OpenAsync("/one");
        await bed.SettleAsync(page);
        await TestBed.ConfirmedAsync(page);
        var visitor = bed.OnlyVisitor();
        await bed.Context.SetOfflineAsync(true);
        await page.EvaluateAsync("pipeline('consent', 'refused'); pipeline('event', 'after')");
        Assert.Null(await VisitorInPageAsync(page));
        await bed.Context.SetOfflineAsync(false);
        await DecisionArrivedAsync(page, "refused");
        await bed.GoAsync(page, "/two");
        await bed.Queue.WaitUntilAsync(() => bed.Queue.AnonymousViews.Count == 1, "the page after the refusal");

        var refused = Assert.Single(bed.Queue.Consents);
        Assert.Equal((visitor, ConsentState.Refused), (refused.VisitorId, refused.State));
        Assert.DoesNotContain(bed.Queue.Events, captured => captured.Name == "after");
        bed.AssertQuiet();
    }

    [Fact]
    public async Task OwnForm_AfterARefusal_IsKeptWithoutVisitor()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/", $"""
            <form method="post" action="{bed.CollectorAddress}/forms/contact"><input name="email" value="ada@example.org"><button>Send</button></form>
            """);

        var page = await bed.OpenAsync("/");
        await bed.SettleAsync(page);
        await page.EvaluateAsync("pipeline('consent', 'refused')");
        await DecisionArrivedAsync(page, "refused");
        await page.ClickAsync("button");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Thank you");

        var fill = Assert.Single(bed.Queue.Of(EventType.Form));
        Assert.Equal((null, null, "ada@example.org"), (fill.VisitorId, fill.PageId, fill.Email));
        Assert.DoesNotContain(await bed.Context.CookiesAsync(), cookie => cookie.Name == "_pl");
    }

    [Fact]
    public async Task Site_ThatIsNotConfigured_IsRefusedAndListedWithoutAnErrorInThePage()
    {
        await using var bed = await TestBed.StartAsync(
            browser, new() { SiteHost = "www.thief.test", CollectorHost = "data.shop.test", KnowsSite = false });
        bed.AddPage("/");

        var page = await bed.Context.NewPageAsync();
        await page.GotoAsync(bed.Url("/"));
        await bed.Queue.WaitUntilAsync(() => bed.Queue.Rejected.Count > 0, "the rejection");

        Assert.Empty(bed.Queue.Events);
        Assert.Empty(bed.Errors);
        Assert.Contains("unknown_site", bed.Queue.Rejected[0].ToString(), StringComparison.Ordinal);
    }

    private static async Task DecisionArrivedAsync(IPage page, string state) => await page.WaitForFunctionAsync(
        "state => localStorage.getItem('pipeline.consent') == JSON.stringify({ state })", state);

    private static Task<string?> VisitorInPageAsync(IPage page) => page.EvaluateAsync<string?>("localStorage.getItem('pipeline.visitor')");

    private static ConcurrentQueue<string> RecordRequests(TestBed bed)
    {
        var sent = new ConcurrentQueue<string>();
        bed.Context.Request += (_, request) => sent.Enqueue(request.PostData ?? "");
        return sent;
    }
}
