using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using Pipeline.Events;

namespace Pipeline.BrowserTests;

/// <summary>A website, its collector and a browser context.</summary>
internal sealed class TestBed : IAsyncDisposable
{
    /// <summary>A host that belongs neither to the site nor to the collector.</summary>
    public const string ElsewhereHost = "elsewhere.localhost";

    private readonly TestBedOptions _options;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly bool _ownsContext;
    private int _settled;

    private TestBed(TestBedOptions options, Site site, Collector collector, IBrowserContext context, bool ownsContext) =>
        (_options, Site, Collector, Context, _ownsContext) = (options, site, collector, context, ownsContext);

    public Site Site { get; }

    public Collector Collector { get; }

    public IBrowserContext Context { get; }

    public RecordingEventQueue Queue => Collector.Queue;

    /// <summary>Errors that pages saw: exceptions and unhandled rejections.</summary>
    public IReadOnlyList<string> Errors => [.. _errors];

    /// <summary>Address of the collector as pages use it.</summary>
    public string CollectorAddress => Collector.Address(_options.CollectorHost);

    public static async Task<TestBed> StartAsync(BrowserFixture browser, TestBedOptions? options = null)
    {
        options ??= new TestBedOptions();
        return await StartAsync(options, await browser.NewContextAsync(options.Context), ownsContext: true);
    }

    /// <summary>In a context that outlives the test.</summary>
    public static Task<TestBed> StartAsync(IBrowserContext context, TestBedOptions options) =>
        StartAsync(options, context, ownsContext: false);

    private static async Task<TestBed> StartAsync(TestBedOptions options, IBrowserContext context, bool ownsContext)
    {
        var site = await Site.StartAsync();
        var collector = await Collector.StartAsync(
            options.KnowsSite ? site.Origin(options.SiteHost) : "https://www.shop.test", options.Settings);
        context.SetDefaultTimeout(15_000);
        var bed = new TestBed(options, site, collector, context, ownsContext);
        context.WebError += (_, error) => bed._errors.Enqueue(error.Error);
        return bed;
    }

    /// <summary>The tag that a website puts into its pages.</summary>
    public string Script(string attributes = "") => $"<script async src=\"{CollectorAddress}/s.js\" {attributes}></script>";

    /// <summary>Adds a page with the script.</summary>
    public void AddPage(string path, string body = "<p>Text</p>", string head = "", string scriptAttributes = "") => Site.Add(
        path, $"<!doctype html><html><head><title>Page {path}</title>{head}{Script(scriptAttributes)}</head><body>{body}</body></html>");

    public string Url(string pathAndQuery) => Site.Origin(_options.SiteHost) + pathAndQuery;

    /// <summary>Opens a page of the site in a new tab and waits until the script runs there.</summary>
    public async Task<IPage> OpenAsync(string pathAndQuery, PageGotoOptions? options = null)
    {
        var page = await Context.NewPageAsync();
        await page.GotoAsync(Url(pathAndQuery), options);
        await ScriptRunsAsync(page);
        return page;
    }

    /// <summary>Goes to another page of the site and waits until the script runs there.</summary>
    public async Task GoAsync(IPage page, string pathAndQuery)
    {
        await page.GotoAsync(Url(pathAndQuery));
        await ScriptRunsAsync(page);
    }

    public static Task ScriptRunsAsync(IPage page) => page.WaitForFunctionAsync("window.pipeline && window.pipeline.on");

    /// <summary>
    /// Waits until all that the page wanted to send has arrived, then makes it send one more event and waits for that too: requests run in
    /// parallel, so the last to be sent may be the first to arrive.
    /// </summary>
    public async Task SettleAsync(IPage page)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"settled-{Interlocked.Increment(ref _settled)}");
        await ConfirmedAsync(page);
        await page.EvaluateAsync("name => pipeline('event', name)", name);
        await Queue.WaitForAsync(captured => captured.Name == name, name);
        await ConfirmedAsync(page);
    }

    /// <summary>Waits until the collector has confirmed everything that the page wanted to send, where the page may store that.</summary>
    public static Task ConfirmedAsync(IPage page) => page.WaitForFunctionAsync(
        "() => { try { return !localStorage.getItem('pipeline.events') } catch { return true } }");

    /// <summary>The one visitor that all events belong to.</summary>
    public string OnlyVisitor(params EventType[] types)
    {
        var ids = Queue.Deliveries.Where(captured => types.Length == 0 || types.Contains(captured.Type))
            .Select(captured => captured.VisitorId)
            .Distinct();
        return Assert.Single(ids) ?? throw new InvalidOperationException("The events belong to nobody.");
    }

    /// <summary>No page saw an error and the collector understood everything.</summary>
    public void AssertQuiet()
    {
        Assert.Empty(Errors);
        Assert.Empty(Queue.Rejected);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ownsContext)
        {
            await Context.DisposeAsync();
        }

        await Collector.DisposeAsync();
        await Site.DisposeAsync();
    }
}
