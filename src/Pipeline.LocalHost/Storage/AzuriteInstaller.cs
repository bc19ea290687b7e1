using System.Security.Cryptography;

namespace Pipeline.LocalHost.Storage;

/// <summary>
/// Installs the pinned Azurite with npm, once per repository. Several processes may install at the same time: one does the work, the
/// others wait. An installation that was interrupted is not used and is done again.
/// </summary>
public sealed class AzuriteInstaller
{
    // npm goes on when the app that waits for it is killed. This watches its standard input, which ends with the app, and leaves nothing.
    private const string EndWithParent =
        """
        const { spawn } = require('child_process');
        const [folder, npm, ...rest] = process.argv.slice(1);
        const isWindows = process.platform === 'win32';
        const options = { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true };
        const child = spawn(npm, rest, { ...options, detached: !isWindows, shell: isWindows });
        child.on('error', error => { console.error(error.message); process.exit(1); });
        let abandoned = false;
        child.on('exit', code => {
            if (abandoned) require('fs').rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
            process.exit(code ?? 1);
        });
        // Ctrl+C reaches this process, too, but not npm: the app closes standard input then.
        for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => { });
        process.stdin.on('end', () => {
            abandoned = true;
            try { process.kill(isWindows ? child.pid : -child.pid, 'SIGKILL'); } catch { }
        }).resume();
        """;

    private const string MarkerName = "installed";
    private static readonly TimeSpan SilencePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(10);
    private readonly string _folder;
    private readonly string _packageFolder;
    private readonly string? _searchPath;
    private readonly Func<NodeTools, string, CancellationToken, Task<(int ExitCode, string Output)>> _install;

    /// <summary>Prepares an installation; nothing happens before <see cref="InstallAsync"/>.</summary>
    /// <param name="folder">Folder to install into, usually <see cref="AzuriteFolder.Default"/>. Created if needed.</param>
    public AzuriteInstaller(string folder)
        : this(folder, Path.Combine(AppContext.BaseDirectory, "azurite"), Environment.GetEnvironmentVariable("PATH"), NpmInstallAsync)
    {
    }

    internal AzuriteInstaller(
        string folder,
        string packageFolder,
        string? searchPath,
        Func<NodeTools, string, CancellationToken, Task<(int ExitCode, string Output)>> install)
    {
        _folder = folder;
        _packageFolder = packageFolder;
        _searchPath = searchPath;
        _install = install;
    }

    /// <summary>Tells when to report progress.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Installs Azurite if it is not yet installed completely.</summary>
    /// <param name="progress">Gets a line when an installation starts, goes on and ends; nothing if there is nothing to do.</param>
    /// <param name="cancellationToken">Stops npm and gives up.</param>
    /// <returns>The paths needed to start it.</returns>
    /// <exception cref="AzuriteException">Node.js is missing or too old, or npm failed.</exception>
    public async Task<AzuriteInstallation> InstallAsync(TextWriter progress, CancellationToken cancellationToken)
    {
        var tools = await NodeTools.FindAsync(_searchPath, cancellationToken);
        var hash = await HashAsync(cancellationToken);
        var target = Path.Combine(_folder, "app-" + hash[..16]);
        var installation = new AzuriteInstallation(
            tools.Node, Path.Combine(target, "node_modules", "azurite", "dist", "src", "azurite.js"));
        if (IsComplete(target, hash))
        {
            return installation;
        }

        Directory.CreateDirectory(_folder);
        await using var held = await FileLock.WaitAsync(
            Path.Combine(_folder, "install.lock"),
            () => progress.WriteLineAsync("Another process is installing Azurite; waiting for it ..."),
            cancellationToken);
        if (!IsComplete(target, hash))
        {
            await InstallNowAsync(tools, target, hash, progress, cancellationToken);
        }

        return installation;
    }

    private static bool IsComplete(string target, string hash)
    {
        var marker = Path.Combine(target, MarkerName);
        return File.Exists(marker) && File.ReadAllText(marker) == hash;
    }

    private static Task<(int ExitCode, string Output)> NpmInstallAsync(
        NodeTools tools, string folder, CancellationToken cancellationToken) =>
        Executables.RunAsync(
            tools.Node,
            [
                "-e",
                EndWithParent,
                folder,
                tools.Npm,
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
                "--fetch-retries=1",
            ],
            Path.GetTempPath(),
            cancellationToken,
            keepInput: true);

    private async Task InstallNowAsync(
        NodeTools tools, string target, string hash, TextWriter progress, CancellationToken cancellationToken)
    {
        // An orphaned npm of a killed process may still write into its folder, so every attempt has its own and is moved when complete.
        foreach (var leftover in Directory.EnumerateDirectories(_folder, "installing-*").Append(target))
        {
            TryDelete(leftover);
        }

        var attempt = Path.Combine(_folder, "installing-" + Path.GetRandomFileName());
        Directory.CreateDirectory(attempt);
        foreach (var name in PackageFiles)
        {
            File.Copy(Path.Combine(_packageFolder, name), Path.Combine(attempt, name));
        }

        await progress.WriteLineAsync($"Installing Azurite, the local storage emulator, into {target} (once; about half a minute) ...");
        var (exitCode, output) = await WithProgressAsync(_install(tools, attempt, cancellationToken), attempt, progress);
        if (exitCode != 0)
        {
            TryDelete(attempt);
            throw new AzuriteException(
                $"'npm ci' could not install Azurite (exit code {exitCode}). Check that npm reaches its registry, then try again. npm says:"
                + Environment.NewLine + output.Trim());
        }

        await File.WriteAllTextAsync(Path.Combine(attempt, MarkerName), hash, cancellationToken);
        Directory.Move(attempt, target);
        await progress.WriteLineAsync("Azurite is installed.");
    }

    private async Task<T> WithProgressAsync<T>(Task<T> work, string attempt, TextWriter progress)
    {
        var waited = TimeSpan.Zero;
        while (await Task.WhenAny(work, Task.Delay(ProgressInterval, Time)) != work)
        {
            waited += ProgressInterval;

            // npm writes nothing into the folder before the first package has come.
            var silent = waited >= SilencePatience && !Directory.Exists(Path.Combine(attempt, "node_modules"));
            await progress.WriteLineAsync(silent
                ? $"  ... npm has got nothing from its registry for {waited.TotalSeconds} s: is there a network? It goes on trying; "
                    + "Ctrl+C stops."
                : "  ... still installing Azurite");
        }

        return await work;
    }

    private static string[] PackageFiles => ["package.json", "package-lock.json"];

    private async Task<string> HashAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in PackageFiles)
        {
            hash.AppendData(await File.ReadAllBytesAsync(Path.Combine(_packageFolder, name), cancellationToken));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
        }
        catch (IOException) when (!folder.Contains("app-", StringComparison.Ordinal))
        {
            // Someone else still writes there; a later installation removes it.
        }
    }
}
