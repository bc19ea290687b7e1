using Microsoft.Playwright;
using Pipeline.Testing;

namespace Pipeline.BrowserTests;

/// <summary>One headless Chromium for the tests of a collection. Every test takes a context of its own: no cookie or storage is shared.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The running browser.</summary>
    public IBrowser Browser => _browser ?? throw new InvalidOperationException("The fixture is not initialised.");

    /// <summary>A new context without cookies, storage or cache; dispose it at the end of the test.</summary>
    /// <param name="options">Options of the context, such as blocked permissions or extra headers; none by default.</param>
    /// <returns>The context.</returns>
    public Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null) => Browser.NewContextAsync(options);

    public async Task InitializeAsync()
    {
        var installed = Chromium.Find();
        if (installed is null && await Chromium.TryInstallWithAptAsync())
        {
            installed = Chromium.Find();
        }

        if (installed is null)
        {
            // Its own browser, for a person without the right to install packages; when it fails the path below does not exist.
            Microsoft.Playwright.Program.Main(["install", "chromium"]);
        }

        _playwright = await Playwright.CreateAsync();
        var executable = installed ?? _playwright.Chromium.ExecutablePath;
        if (!File.Exists(executable))
        {
            throw new InvalidOperationException(Chromium.Missing);
        }

        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = executable,
                Headless = true,
                Args = Chromium.Arguments,

                // People's browsers keep pages for the way back, and so must the one of the tests.
                IgnoreDefaultArgs = ["--disable-back-forward-cache"],
            });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
