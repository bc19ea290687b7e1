using Pipeline.Events;

namespace Pipeline.BrowserTests;

[Collection("browser")]
public sealed class DeliveryTests(BrowserFixture browser)
{
    [Fact]
    public async Task Tab_ClosedWhileSending_LosesNothingAndCountsOnce()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/one");
        bed.AddPage("/two");
        using var hold = bed.Queue.Hold();

        var page = await bed.OpenAsync("/one");
        await bed.Queue.WaitUntilAsync(() => bed.Queue.Tries == 1, "the page view's put");
        await page.CloseAsync();
        hold.Dispose();
        await bed.Queue.WaitForAsync(EventType.PageView);
        var next = await bed.OpenAsync("/two");
        await bed.SettleAsync(next);
        await TestBed.ConfirmedAsync(next);

        Assert.Equal(["/one", "/two"], bed.Queue.Of(EventType.PageView).Select(view => new Uri(view.Url!).AbsolutePath));
        Assert.Equal(2, bed.Queue.Deliveries.Count(captured => captured.Url == bed.Url("/one") && captured.Type == EventType.PageView));
        bed.OnlyVisitor();
    }

    [Fact]
    public async Task Tab_Closed_TellsItsEngagement()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/one");

        var page = await bed.OpenAsync("/one");
        await bed.SettleAsync(page);
        await page.WaitForFunctionAsync("performance.now() > 300");
        await page.CloseAsync(new() { RunBeforeUnload = true });
        var engagement = (await bed.Queue.WaitForAsync(EventType.Engagement))[0];

        Assert.Equal(bed.Queue.Of(EventType.PageView)[0].Id, engagement.PageId);
        Assert.InRange(engagement.Seconds!.Value, 0.1, 15);
        bed.OnlyVisitor();
    }

    [Fact]
    public async Task Browser_OfflineThenOnline_SendsWhatItKeptWithTheTimesOfItsOwn()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/");

        var page = await bed.OpenAsync("/");
        await bed.SettleAsync(page);
        await TestBed.ConfirmedAsync(page);
        await bed.Context.SetOfflineAsync(true);
        await page.EvaluateAsync("pipeline('event', 'offline-1')");
        await page.WaitForFunctionAsync("performance.mark('later') && performance.now() > 1000");
        await page.EvaluateAsync("pipeline('event', 'offline-2')");
        var kept = await page.EvaluateAsync<int>("JSON.parse(localStorage.getItem('pipeline.events')).length");
        await bed.Context.SetOfflineAsync(false);
        await bed.Queue.WaitForAsync(captured => captured.Name == "offline-2", "the second offline event");
        await TestBed.ConfirmedAsync(page);

        Assert.Equal(2, kept);
        var names = bed.Queue.Of(EventType.Custom).Select(captured => captured.Name);
        Assert.Equal(["settled-1", "offline-1", "offline-2"], names);
        var offline = bed.Queue.Of(EventType.Custom).TakeLast(2).ToList();
        Assert.True(offline[0].OccurredAt < offline[1].OccurredAt);
        Assert.True(offline[0].OccurredAt < offline[0].ReceivedAt);
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Collector_CannotStore_IsAskedAgainUntilItCan()
    {
        await using var bed = await TestBed.StartAsync(
            browser, new() { Settings = { ["Pipeline:Capture:PutTimeout"] = "00:00:00.200" } });
        bed.AddPage("/");
        bed.Queue.OnSend = _ => throw new IOException("The store is down.");

        var page = await bed.Context.NewPageAsync();
        var answered = page.WaitForResponseAsync("**/e");
        await page.GotoAsync(bed.Url("/"));
        var answer = await (await answered).TextAsync();
        await page.EvaluateAsync("pipeline('event', 'meanwhile')");
        bed.Queue.OnSend = _ => Task.CompletedTask;
        await bed.Queue.WaitForAsync(EventType.Custom);
        await TestBed.ConfirmedAsync(page);

        Assert.Contains("\"retry\":true", answer, StringComparison.Ordinal);
        Assert.Equal([EventType.PageView, EventType.Custom], bed.Queue.Events.Select(captured => captured.Type).Order());
        bed.OnlyVisitor();
        bed.AssertQuiet();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(403)]
    [InlineData(0)]
    public async Task Collector_AnswersAnythingElse_KeepsTheEventsForTheNextPage(int status)
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/one");
        bed.AddPage("/two");
        await bed.Context.RouteAsync(
            "**/e", route => status == 0 ? route.AbortAsync() : route.FulfillAsync(new() { Status = status, Body = "no" }));

        var page = await bed.OpenAsync("/one");
        await page.WaitForFunctionAsync("localStorage.getItem('pipeline.events')");
        await bed.Context.UnrouteAllAsync(new() { Behavior = Microsoft.Playwright.UnrouteBehavior.Wait });
        await bed.GoAsync(page, "/two");
        await bed.SettleAsync(page);
        await TestBed.ConfirmedAsync(page);

        Assert.Equal(["/one", "/two"], bed.Queue.Of(EventType.PageView).Select(view => new Uri(view.Url!).AbsolutePath));
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Events_ThatNobodyTakes_AreBounded()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/");
        await bed.Context.RouteAsync("**/e", route => route.AbortAsync());

        var page = await bed.OpenAsync("/");
        await page.EvaluateAsync("for (let i = 0; i < 200; i++) pipeline('event', 'number-' + i, { text: 'x'.repeat(700) })");
        var stored = await page.EvaluateAsync<string>("localStorage.getItem('pipeline.events')");
        await page.EvaluateAsync("for (let i = 0; i < 200; i++) pipeline('event', 'number-' + i)");
        var count = await page.EvaluateAsync<int>("JSON.parse(localStorage.getItem('pipeline.events')).length");

        Assert.InRange(stored.Length, 20_000, 32_768);
        Assert.Contains("number-199", stored, StringComparison.Ordinal);
        Assert.Equal(50, count);
        bed.AssertQuiet();
    }
}
