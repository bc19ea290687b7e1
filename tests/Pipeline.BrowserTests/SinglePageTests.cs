using Pipeline.Events;

namespace Pipeline.BrowserTests;

[Collection("browser")]
public sealed class SinglePageTests(BrowserFixture browser)
{
    [Fact]
    public async Task History_PushReplaceAndBack_CountsEveryPageOnce()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/app");

        var page = await bed.OpenAsync("/app");
        await page.EvaluateAsync("history.pushState({}, '', '/app/list'); document.title = 'List'");
        await bed.Queue.WaitForAsync(EventType.PageView, 2);
        await page.EvaluateAsync("history.pushState({}, '', '/app/item'); document.title = 'Item'");
        await bed.Queue.WaitForAsync(EventType.PageView, 3);
        await page.EvaluateAsync("history.replaceState({}, '', '/app/other-item'); document.title = 'Other'");
        await bed.Queue.WaitForAsync(EventType.PageView, 4);
        await page.EvaluateAsync("history.back()");
        await bed.Queue.WaitForAsync(EventType.PageView, 5);
        await bed.SettleAsync(page);

        var views = bed.Queue.Of(EventType.PageView);
        Assert.Equal(
            ["/app", "/app/list", "/app/item", "/app/other-item", "/app/list"], views.Select(view => new Uri(view.Url!).AbsolutePath));
        Assert.Equal(["Page /app", "List", "Item", "Other", "Other"], views.Select(view => view.Title));
        Assert.Equal(
            [null, "/app", "/app/list", "/app/item", "/app/other-item"],
            views.Select(view => view.Referrer is null ? null : new Uri(view.Referrer).AbsolutePath));
        bed.OnlyVisitor();
        bed.AssertQuiet();
    }

    [Fact]
    public async Task History_RedirectHashAndTidiedQuery_CountNoPageOfTheirOwn()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/app");

        var page = await bed.OpenAsync("/app?utm_source=brevo&utm_medium=email");
        await TestBed.ConfirmedAsync(page);
        await page.EvaluateAsync("history.replaceState({}, '', '/app')");
        await page.EvaluateAsync("location.hash = 'part'");
        await page.EvaluateAsync("history.pushState({}, '', '/gate'); history.replaceState({}, '', '/app/home')");
        await bed.Queue.WaitForAsync(EventType.PageView, 2);
        await bed.SettleAsync(page);

        Assert.Equal(["/app", "/app/home"], bed.Queue.Of(EventType.PageView).Select(view => new Uri(view.Url!).AbsolutePath));
        Assert.Equal("brevo", bed.Queue.Of(EventType.PageView)[0].Campaign?.Source);
        Assert.Null(bed.Queue.Of(EventType.PageView)[1].Campaign);
        bed.AssertQuiet();
    }

    [Fact]
    public async Task History_PageLeft_ReportsTheEngagementOfThatPage()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/app", "<p style='height: 4000px'>Long</p>");

        var page = await bed.OpenAsync("/app");
        var first = (await bed.Queue.WaitForAsync(EventType.PageView))[0];
        await page.WaitForFunctionAsync("performance.now() > 300");
        await page.EvaluateAsync("scrollTo(0, document.documentElement.scrollHeight)");
        await page.EvaluateAsync("history.pushState({}, '', '/app/next')");
        var engagement = (await bed.Queue.WaitForAsync(EventType.Engagement))[0];

        Assert.Equal(first.Id, engagement.PageId);
        Assert.Equal(bed.Url("/app"), engagement.Url);
        Assert.Equal(100, engagement.Scroll);
        Assert.InRange(engagement.Seconds!.Value, 0.1, 15);
    }
}
