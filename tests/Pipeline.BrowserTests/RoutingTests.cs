using Pipeline.Events;

namespace Pipeline.BrowserTests;

/// <summary>Hash routes, late titles, tag managers and pages that have a "pipeline" of their own.</summary>
[Collection("browser")]
public sealed class RoutingTests(BrowserFixture browser)
{
    [Fact]
    public async Task HashRoutes_WithTheAttribute_AreViewsWithAPathOfTheirOwn()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/app", scriptAttributes: "data-hash");

        var page = await bed.OpenAsync("/app?a=1#/pricing?utm_source=brevo&b=2");
        await bed.Queue.WaitForAsync(EventType.PageView);
        await page.EvaluateAsync("location.hash = '#!/contact'");
        await bed.Queue.WaitForAsync(EventType.PageView, 2);
        await page.EvaluateAsync("location.hash = 'section'");
        await page.EvaluateAsync("history.pushState({}, '', '#/contact')");
        await page.EvaluateAsync("history.back()");
        await bed.SettleAsync(page);

        Assert.Equal(
            ["/app/pricing?b=2&a=1", "/app/contact?a=1", "/app?a=1", "/app/contact?a=1", "/app?a=1"],
            bed.Queue.Of(EventType.PageView).Select(view => new Uri(view.Url!).PathAndQuery));
        Assert.Equal("brevo", bed.Queue.Of(EventType.PageView)[0].Campaign?.Source);
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Fragment_WithACampaign_ReachesTheCollectorAndNothingElseDoes()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/");
        var sent = new System.Collections.Concurrent.ConcurrentQueue<string>();
        bed.Context.Request += (_, request) => sent.Enqueue(request.PostData ?? "");

        await bed.OpenAsync("/#utm_source=brevo&utm_medium=email");
        var view = (await bed.Queue.WaitForAsync(EventType.PageView))[0];
        await bed.OpenAsync("/?x=1#access_token=secret");
        await bed.Queue.WaitForAsync(EventType.PageView, 2);

        Assert.Equal((bed.Url("/"), "brevo", "email"), (view.Url, view.Campaign?.Source, view.Campaign?.Medium));
        Assert.DoesNotContain(sent, text => text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Title_SetAfterTheRoute_IsTheViewsTitle()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/app");
        var page = await bed.OpenAsync("/app");
        await bed.Queue.WaitForAsync(EventType.PageView);

        await page.EvaluateAsync("history.pushState({}, '', '/app/item'); setTimeout(() => document.title = 'Item', 100)");
        await bed.Queue.WaitForAsync(EventType.PageView, 2);
        await page.EvaluateAsync("""
            history.pushState({}, '', '/app/quick'); setTimeout(() => { document.title = 'Quick'; history.pushState({}, '', '/app/slow'); document.title = 'Slow' }, 50)
            """);
        await bed.Queue.WaitForAsync(EventType.PageView, 4);

        Assert.Equal(["Page /app", "Item", "Quick", "Slow"], bed.Queue.Of(EventType.PageView).Select(view => view.Title));
    }

    // The page's clock stands still but for what the test lets pass: the race is run the same way each time.
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(499)]
    public async Task Title_SetLate_IsTheViewsTitle_AlsoWhenAnotherEventIsAboutToBeSent(int sinceTheOther)
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/app");
        var page = await bed.Context.NewPageAsync();
        var start = new DateTime(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc);
        await page.Clock.InstallAsync(new() { TimeDate = start });
        await page.GotoAsync(bed.Url("/app"));
        await TestBed.ScriptRunsAsync(page);
        await bed.Queue.WaitForAsync(EventType.PageView);
        await TestBed.ConfirmedAsync(page);
        await page.Clock.PauseAtAsync(start.AddHours(1));

        await page.EvaluateAsync("pipeline('event', 'other')");
        await page.Clock.RunForAsync(sinceTheOther);
        await page.EvaluateAsync("history.pushState({}, '', '/app/item')");
        await page.Clock.RunForAsync(450);
        Assert.Empty(bed.Queue.Of(EventType.Custom));
        await page.EvaluateAsync("document.title = 'Item'");
        await page.Clock.RunForAsync(100);
        await bed.Queue.WaitForAsync(EventType.PageView, 2);

        Assert.Equal(["Page /app", "Item"], bed.Queue.Of(EventType.PageView).Select(view => view.Title));
        Assert.Single(bed.Queue.Of(EventType.Custom));
    }

    [Theory]
    [InlineData("<div id='pipeline'></div>")]
    [InlineData("<form id='pipeline'><input name='on'><input name='q'></form>")]
    [InlineData("<a name='pipeline'></a><img name='pipeline'>")]
    public async Task Element_CalledPipeline_DoesNotStopTheScriptNorTheQueue(string element)
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.Site.Add("/", $"""
            <!doctype html><title>T</title>{element}
            <script>if (typeof window.pipeline != 'function') window.pipeline = function () {"{"} (pipeline.q = pipeline.q || []).push(arguments) {"}"}</script>
            <script>pipeline('event', 'early')</script>{bed.Script()}
            """);

        var page = await bed.OpenAsync("/");
        await bed.Queue.WaitForAsync(captured => captured.Name == "early", "the early event");
        await bed.SettleAsync(page);

        Assert.Single(bed.Queue.Of(EventType.PageView));
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Settings_OfATagManager_StandForAttributes()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.Site.Add("/", $"""
            <!doctype html><title>T</title><script>window.pipelineSettings = {"{"} endpoint: '{bed.CollectorAddress}', consent: 'required', hash: true {"}"}</script>
            <script>
              var script = document.createElement('script'); script.src = '/copied/s.js'; document.head.appendChild(script)
            </script>
            """);
        using var client = new HttpClient();
        bed.Site.Add("/copied/s.js", await client.GetStringAsync(new Uri($"http://127.0.0.1:{bed.Collector.Port}/s.js")));

        var page = await bed.OpenAsync("/#/prices");
        await page.EvaluateAsync("pipeline('consent', 'granted')");
        var view = (await bed.Queue.WaitForAsync(EventType.PageView))[0];

        Assert.Equal("/prices", new Uri(view.Url!).AbsolutePath);
        Assert.Single(bed.Queue.Consents);
    }

    [Theory]
    [InlineData("<a id='x' href='/files/Price%20list.PDF?v=2' onclick='return false'>PDF</a>", "/files/Price%20list.PDF?v=2")]
    [InlineData("<a id='x' href='/export' download onclick='return false'>Export</a>", "/export")]
    [InlineData("<a id='x' href='tel:+33123456789' onclick='return false'>Call</a>", "tel:+33123456789")]
    [InlineData(
        "<a id='x' href='mailto:sales@shop.example?subject=Hello&body=Private' onclick='return false'>Mail</a>",
        "mailto:sales@shop.example")]
    [InlineData("<a id='x' href='/pricing' onclick='return false'>Prices</a>", null)]
    [InlineData("<a id='x' href='javascript:void 0'>Nothing</a>", null)]
    public async Task Link_DownloadMailOrCall_IsAClick(string link, string? href)
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/", link);
        var page = await bed.OpenAsync("/");
        await page.ClickAsync("#x");
        await bed.SettleAsync(page);

        Assert.Equal(
            href is null ? [] : [href[0] == '/' ? bed.Url(href) : href],
            bed.Queue.Of(EventType.Click).Select(click => click.Props!["href"]));
        bed.AssertQuiet();
    }
}
