using Microsoft.Playwright;
using Pipeline.Events;

namespace Pipeline.BrowserTests;

[Collection("browser")]
public sealed class WithoutScriptTests(BrowserFixture browser)
{
    private static readonly BrowserNewContextOptions NoScript = new() { JavaScriptEnabled = false };

    [Fact]
    public async Task Pixel_OnAnotherOrigin_KeepsTheCampaign()
    {
        await using var bed = await TestBed.StartAsync(browser, new() { CollectorHost = "collector.localhost", Context = NoScript });
        bed.AddPage("/landing", Pixel(bed));

        await OpenAsync(bed, "/landing?utm_source=google&utm_medium=cpc&utm_campaign=spring&gclid=abc");
        var view = (await bed.Queue.WaitForAsync(EventType.PageView))[0];

        Assert.Equal(bed.Url("/landing"), view.Url);
        Assert.Equal(("google", "cpc", "spring"), (view.Campaign?.Source, view.Campaign?.Medium, view.Campaign?.Campaign));
        Assert.Single(bed.Queue.Deliveries);
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Pixel_OnASubDomain_RecognisesTheVisitorByItsCookie()
    {
        await using var bed = await TestBed.StartAsync(browser, new() { Context = NoScript });
        bed.AddPage("/", Pixel(bed));

        for (var views = 1; views <= 3; views++)
        {
            await OpenAsync(bed, "/");
            await bed.Queue.WaitForAsync(EventType.PageView, views);
        }

        bed.OnlyVisitor();
        var cookie = Assert.Single(await bed.Context.CookiesAsync());
        Assert.Equal((bed.OnlyVisitor(), true, SameSiteAttribute.Lax), (cookie.Value, cookie.HttpOnly, cookie.SameSite));
    }

    [Fact]
    public async Task Page_WithScriptOn_DoesNotLoadThePixel()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/", Pixel(bed));

        await bed.SettleAsync(await bed.OpenAsync("/"));

        Assert.Single(bed.Queue.Of(EventType.PageView));
    }

    [Fact]
    public async Task Form_Sent_ShowsTheThankYouPageWithAWayBack()
    {
        await using var bed = await TestBed.StartAsync(browser, Forms());
        bed.AddPage("/contact", Form(bed));

        var page = await OpenAsync(bed, "/contact");
        await page.FillAsync("[name=email]", "Ada@Example.org");
        await page.FillAsync("[name=company]", "Engines");
        await page.ClickAsync("button");

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Thank you");
        await Screenshots.TakeAsync(page, "thank-you");
        var fill = Assert.Single(bed.Queue.Of(EventType.Form));
        Assert.Equal(("ada@example.org", "contact", "Engines"), (fill.Email, fill.Form, fill.Fields?["company"]));
        await page.ClickAsync("a");
        await Assertions.Expect(page).ToHaveURLAsync(bed.Url("/contact"));
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Form_WithAllowedNextPage_LeadsThereAndReloadingSendsNothing()
    {
        await using var bed = await TestBed.StartAsync(browser, Forms());
        bed.AddPage("/contact", Form(bed, $"<input type=hidden name=_next value='{bed.Url("/thanks")}'>"));
        bed.AddPage("/thanks", "<h1>Merci</h1>");

        var page = await OpenAsync(bed, "/contact");
        await page.FillAsync("[name=email]", "ada@example.org");
        await page.ClickAsync("button");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Merci");
        await page.ReloadAsync();

        Assert.Equal(bed.Url("/thanks"), page.Url);
        Assert.Single(bed.Queue.Deliveries);
    }

    [Fact]
    public async Task Form_WithAnAddressThatIsNone_SaysSoInWords()
    {
        await using var bed = await TestBed.StartAsync(browser, Forms());
        bed.AddPage("/contact", Form(bed));

        var page = await OpenAsync(bed, "/contact");
        await page.FillAsync("[name=email]", "ada at example");
        await page.ClickAsync("button");

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Please check the form");
        await Assertions.Expect(page.Locator("li")).ToHaveCountAsync(1);
        await Screenshots.TakeAsync(page, "form-error");
        Assert.Empty(bed.Queue.Events);
        await page.ClickAsync("a");
        await Assertions.Expect(page).ToHaveURLAsync(bed.Url("/contact"));
    }

    [Fact]
    public async Task Form_StoreIsDown_OffersToSendAgainAndThenKeepsOne()
    {
        await using var bed = await TestBed.StartAsync(browser, Forms(putTimeout: "00:00:00.200"));
        bed.AddPage("/contact", Form(bed));
        bed.Queue.OnSend = _ => throw new IOException("The store is down.");

        var page = await OpenAsync(bed, "/contact");
        await page.FillAsync("[name=email]", "ada@example.org");
        await page.FillAsync("[name=company]", "\"Engines\" <& sons>");
        await page.ClickAsync("button");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Please try again");
        await Screenshots.TakeAsync(page, "resend");
        bed.Queue.OnSend = _ => Task.CompletedTask;
        await page.ClickAsync("button");

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Thank you");
        var fill = Assert.Single(bed.Queue.Deliveries);
        Assert.Equal(("ada@example.org", "\"Engines\" <& sons>"), (fill.Email, fill.Fields?["company"]));
    }

    private static TestBedOptions Forms(string putTimeout = "00:00:02") => new()
    {
        Context = NoScript,
        Settings =
        {
            ["Pipeline:Capture:AllowedReturnHosts:0"] = "www.shop.localhost",
            ["Pipeline:Capture:PutTimeout"] = putTimeout,
        },
    };

    private static string Pixel(TestBed bed) =>
        $"<noscript><img src=\"{bed.CollectorAddress}/p.gif\" referrerpolicy=\"no-referrer-when-downgrade\" alt=\"\"></noscript>";

    private static string Form(TestBed bed, string more = "") => $"""
        <form method="post" action="{bed.CollectorAddress}/forms/contact" novalidate>
        <input type="email" name="email"><input name="company"><input type="hidden" name="_url" value="{bed.Url("/contact")}">{more}
        <button>Send</button></form>
        """;

    private static async Task<IPage> OpenAsync(TestBed bed, string pathAndQuery)
    {
        var page = await bed.Context.NewPageAsync();
        await page.GotoAsync(bed.Url(pathAndQuery));
        return page;
    }
}
