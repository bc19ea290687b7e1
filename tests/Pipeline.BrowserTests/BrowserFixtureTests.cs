using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pipeline.Testing;

namespace Pipeline.BrowserTests;

[Collection("browser")]
public sealed class BrowserFixtureTests(BrowserFixture browser)
{
    [Fact]
    public async Task Browser_OpensAPage_RunsItsScript()
    {
        await using var site = await StartSiteAsync();
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();

        await page.GotoAsync(site.Urls.Single());

        Assert.Equal("closed loop", await page.TitleAsync());
    }

    [Fact]
    public async Task NewContext_AfterAnotherSetACookie_HasNone()
    {
        await using var site = await StartSiteAsync();
        await using var first = await browser.NewContextAsync();
        await (await first.NewPageAsync()).GotoAsync(site.Urls.Single());

        await using var second = await browser.NewContextAsync();

        Assert.Single(await first.CookiesAsync());
        Assert.Empty(await second.CookiesAsync());
    }

    [Fact]
    public void Find_ChosenFileIsMissing_NamesTheVariable()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Chromium.Find("/no/such/browser", null));

        Assert.Contains("PIPELINE_CHROMIUM", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NothingOnThePath_FindsNothing() => Assert.True(OperatingSystem.IsMacOS() || Chromium.Find(null, "") is null);

    private static async Task<WebApplication> StartSiteAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var site = builder.Build();
        site.MapGet("/", () => Results.Content(
            "<!doctype html><title>open</title><script>document.title = 'closed loop'; document.cookie = 'seen=1'</script>", "text/html"));
        await site.StartAsync();
        return site;
    }
}
