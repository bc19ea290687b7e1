using Microsoft.Playwright;

namespace Pipeline.BrowserTests;

/// <summary>Pictures of pages, for a person to look at: only if the environment variable PIPELINE_SCREENSHOTS names a folder.</summary>
internal static class Screenshots
{
    public static async Task TakeAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PIPELINE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        }
    }
}
