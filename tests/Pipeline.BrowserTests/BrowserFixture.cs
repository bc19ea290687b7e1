using Microsoft.Playwright;
using Pipeline.Testing;

namespace Pipeline.BrowserTests;

/// <summary>
/// One headless Chromium for the tests of a collection. Every test takes a context of its own: no cookie or storage is shared.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>
    /// A browser that says it is headless is a machine to the pipeline; the tests play people. Told to the whole process: what a
    /// page sends while it goes away no longer knows the name that a context would give it.
    /// </summary>
    private const string UserAgent =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The running browser.</summary>
    public IBrowser Browser => _browser ?? throw new InvalidOperationException("The fixture is not initialised.");

    /// <summary>A new context without cookies, storage or cache; dispose it at the end of the test.</summary>
    /// <param name="options">Options of the context, such as blocked permissions or extra headers; none by default.</param>
    /// <returns>The context.</returns>
    public Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null) => Browser.NewContextAsync(options);

    /// <summary>Finds the browser, or installs it.</summary>
    /// <returns>Full path of its executable.</returns>
    internal static async Task<string> FindExecutableAsync(IPlaywright playwright)
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

        var executable = installed ?? playwright.Chromium.ExecutablePath;
        return File.Exists(executable) ? executable : throw new InvalidOperationException(Chromium.Missing);
    }

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = await FindExecutableAsync(_playwright),
                Headless = true,

                // Names that are not loopback to the collector, unlike those under localhost.
                Args =
                [
                    .. Chromium.Arguments, "--host-resolver-rules=MAP *.test 127.0.0.1", "--disable-blink-features=AutomationControlled",
                    $"--user-agent={UserAgent}",
                ],

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
