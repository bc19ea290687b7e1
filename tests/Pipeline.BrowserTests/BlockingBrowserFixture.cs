using System.Text.Json;
using Microsoft.Playwright;
using Pipeline.Testing;

namespace Pipeline.BrowserTests;

/// <summary>
/// A browser whose owner has blocked cookies and site data for some hosts, in its settings: what such a browser does cannot be imitated
/// by a page. Cookies and storage are one setting.
/// </summary>
public sealed class BlockingBrowserFixture : IAsyncLifetime
{
    /// <summary>Hosts under this name may store nothing.</summary>
    public const string BlockedDomain = "blocked.localhost";

    private readonly string _profile = Directory.CreateTempSubdirectory("browser-").FullName;
    private IPlaywright? _playwright;
    private IBrowserContext? _context;

    /// <summary>The browser's one context; shared, so every test takes hosts of its own.</summary>
    public IBrowserContext Context => _context ?? throw new InvalidOperationException("The fixture is not initialised.");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_profile, "Default"));
        var exceptions = new Dictionary<string, object> { [$"[*.]{BlockedDomain},*"] = new { setting = 2 } };
        await File.WriteAllTextAsync(
            Path.Combine(_profile, "Default", "Preferences"),
            JsonSerializer.Serialize(new { profile = new { content_settings = new { exceptions = new { cookies = exceptions } } } }));
        _playwright = await Playwright.CreateAsync();
        _context = await _playwright.Chromium.LaunchPersistentContextAsync(_profile, new BrowserTypeLaunchPersistentContextOptions
        {
            ExecutablePath = await BrowserFixture.FindExecutableAsync(_playwright),
            Headless = true,
            Args = Chromium.Arguments,
        });
    }

    public async Task DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }

        _playwright?.Dispose();
        Directory.Delete(_profile, recursive: true);
    }
}
