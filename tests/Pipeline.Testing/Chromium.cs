using System.ComponentModel;
using System.Diagnostics;

namespace Pipeline.Testing;

/// <summary>Finds a Chromium or Chrome for tests, or installs one where that can be done without asking.</summary>
public static class Chromium
{
    /// <summary>Environment variable with the full path of the browser to use; wins over everything else.</summary>
    public const string PathVariable = "PIPELINE_CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

    private static readonly string[] MacApps =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];

    /// <summary>Arguments for a quiet browser that talks to nobody but the page under test; root needs the first.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>What to tell a person when there is no browser.</summary>
    public static string Missing =>
        "The browser tests need Chromium or Chrome, and none could be found or installed. Install one (Debian, Ubuntu: apt-get install "
        + $"chromium; macOS: brew install --cask chromium) or set {PathVariable} to the full path of its executable.";

    /// <summary>Looks for an installed browser.</summary>
    /// <returns>Its full path, or null if there is none.</returns>
    /// <exception cref="InvalidOperationException">PIPELINE_CHROMIUM names a file that does not exist.</exception>
    public static string? Find() => Find(Environment.GetEnvironmentVariable(PathVariable), Environment.GetEnvironmentVariable("PATH"));

    /// <summary>Looks for a browser in given places.</summary>
    /// <param name="chosen">Value of PIPELINE_CHROMIUM, or null.</param>
    /// <param name="searchPath">Value of PATH, or null.</param>
    /// <returns>Its full path, or null if there is none.</returns>
    /// <exception cref="InvalidOperationException"><paramref name="chosen"/> does not exist.</exception>
    public static string? Find(string? chosen, string? searchPath)
    {
        if (!string.IsNullOrEmpty(chosen))
        {
            return File.Exists(chosen)
                ? chosen
                : throw new InvalidOperationException($"{PathVariable} is '{chosen}', which does not exist.");
        }

        var ending = OperatingSystem.IsWindows() ? ".exe" : "";
        var folders = (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + ending)))
            .Concat(OperatingSystem.IsMacOS() ? MacApps : [])
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Installs the distribution's Chromium where this process may: as root on Debian or Ubuntu.</summary>
    /// <returns>Whether apt-get said that it is installed.</returns>
    public static async Task<bool> TryInstallWithAptAsync() =>
        OperatingSystem.IsLinux()
        && Environment.IsPrivilegedProcess
        && await RunAsync("apt-get", "update", "-q")
        && await RunAsync("apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium");

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" } };
        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
