using Pipeline.LocalHost.Storage;

namespace Pipeline.LocalHostTests.Storage;

public sealed class AzuriteInstallerTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly StringWriter _progress = new();
    private int _installs;

    public AzuriteInstallerTests()
    {
        Directory.CreateDirectory(_temporary["package"]);
        File.WriteAllText(LockFile, "{}");
        File.WriteAllText(_temporary["package/package.json"], "{}");
    }

    private string LockFile => _temporary["package/package-lock.json"];

    public void Dispose()
    {
        _progress.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public async Task Install_FirstTime_RunsNpmOnceAndReturnsTheScript()
    {
        var installation = await Installer(Succeed).InstallAsync(_progress, CancellationToken.None);

        Assert.Equal(1, _installs);
        Assert.Equal("script", await File.ReadAllTextAsync(installation.Script));
        Assert.Contains("Installing Azurite", _progress.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_WhenInstalled_DoesAndSaysNothing()
    {
        var first = await Installer(Succeed).InstallAsync(TextWriter.Null, CancellationToken.None);

        var second = await Installer(Succeed).InstallAsync(_progress, CancellationToken.None);

        Assert.Equal(1, _installs);
        Assert.Equal(first, second);
        Assert.Empty(_progress.ToString());
    }

    [Fact]
    public async Task Install_MarkerMissing_InstallsAgain()
    {
        var first = await Installer(Succeed).InstallAsync(TextWriter.Null, CancellationToken.None);
        File.Delete(Path.Combine(AppFolder(), "installed"));
        File.Delete(first.Script);

        await Installer(Succeed).InstallAsync(TextWriter.Null, CancellationToken.None);

        Assert.Equal(2, _installs);
        Assert.True(File.Exists(first.Script));
    }

    [Fact]
    public async Task Install_InterruptedBeforeTheEnd_IsDoneAgainAndCleanedUp()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            Installer((_, folder) => throw new OperationCanceledException(folder)).InstallAsync(TextWriter.Null, CancellationToken.None));
        Assert.Single(Directory.GetDirectories(_temporary.Path, "installing-*"));

        var installation = await Installer(Succeed).InstallAsync(TextWriter.Null, CancellationToken.None);

        Assert.True(File.Exists(installation.Script));
        Assert.Empty(Directory.GetDirectories(_temporary.Path, "installing-*"));
    }

    [Fact]
    public async Task Install_LockFileChanged_InstallsIntoAnotherFolder()
    {
        var first = await Installer(Succeed).InstallAsync(TextWriter.Null, CancellationToken.None);
        await File.WriteAllTextAsync(LockFile, """{"version":2}""");

        var second = await Installer(Succeed).InstallAsync(TextWriter.Null, CancellationToken.None);

        Assert.Equal(2, _installs);
        Assert.NotEqual(first.Script, second.Script);
    }

    [Fact]
    public async Task Install_TwoAtOnce_RunsNpmOnce()
    {
        var npmStarted = new TaskCompletionSource();
        var npmMayEnd = new TaskCompletionSource();
        var first = Installer(Slowly).InstallAsync(TextWriter.Null, CancellationToken.None);
        await npmStarted.Task;
        var waiting = new FirstLine();

        var second = Installer(Succeed).InstallAsync(waiting, CancellationToken.None);
        Assert.Contains("Another process is installing", await waiting.Task, StringComparison.Ordinal);
        npmMayEnd.SetResult();

        Assert.Equal(await first, await second);
        Assert.Equal(1, _installs);

        async Task<(int, string)> Slowly(NodeTools tools, string folder)
        {
            npmStarted.SetResult();
            await npmMayEnd.Task;
            return await Succeed(tools, folder);
        }
    }

    [Fact]
    public async Task Install_NpmFails_RepeatsWhatNpmSaidAndLeavesNothingBehind()
    {
        var failing = Installer((_, _) => Task.FromResult((1, "npm error ENOTFOUND")));

        var error = await Assert.ThrowsAsync<AzuriteException>(() => failing.InstallAsync(TextWriter.Null, CancellationToken.None));

        Assert.Contains("npm error ENOTFOUND", error.Message, StringComparison.Ordinal);
        Assert.Contains("registry", error.Message, StringComparison.Ordinal);
        Assert.Equal(["package"], Directory.GetDirectories(_temporary.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Install_EmptyPath_SaysThatNodeIsNeeded()
    {
        var installer = new AzuriteInstaller(_temporary.Path, _temporary["package"], "", (_, _, _) => throw new InvalidOperationException());

        var error = await Assert.ThrowsAsync<AzuriteException>(() => installer.InstallAsync(TextWriter.Null, CancellationToken.None));

        Assert.StartsWith("Node.js 20 or newer is needed to run Azurite", error.Message, StringComparison.Ordinal);
        Assert.Contains("Install Node.js", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_OldNode_NamesTheVersionFound()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var name in new[] { "node", "npm" })
        {
            await File.WriteAllTextAsync(_temporary[name], "#!/bin/sh\necho v18.19.0\n");
            File.SetUnixFileMode(_temporary[name], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var installer = new AzuriteInstaller(
            _temporary.Path, _temporary["package"], _temporary.Path, (_, _, _) => throw new InvalidOperationException());

        var error = await Assert.ThrowsAsync<AzuriteException>(() => installer.InstallAsync(TextWriter.Null, CancellationToken.None));

        Assert.Contains("v18.19.0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DefaultFolder_RepositoryGone_IsBesideTheApp()
    {
        Assert.Equal(_temporary["package/.azurite"], AzuriteFolder.Choose(_temporary["package"], "/app"));
        Assert.Equal(Path.Combine("/app", ".azurite"), AzuriteFolder.Choose(_temporary["gone"], "/app"));
        Assert.Equal(Path.Combine("/app", ".azurite"), AzuriteFolder.Choose(null, "/app"));
    }

    private AzuriteInstaller Installer(Func<NodeTools, string, Task<(int, string)>> npm) =>
        new(
            _temporary.Path,
            _temporary["package"],
            Environment.GetEnvironmentVariable("PATH"),
            (tools, folder, _) => npm(tools, folder));

    private string AppFolder() => Assert.Single(Directory.GetDirectories(_temporary.Path, "app-*"));

    private async Task<(int ExitCode, string Output)> Succeed(NodeTools tools, string folder)
    {
        Interlocked.Increment(ref _installs);
        var scripts = Directory.CreateDirectory(Path.Combine(folder, "node_modules", "azurite", "dist", "src"));
        await File.WriteAllTextAsync(Path.Combine(scripts.FullName, "azurite.js"), "script");
        return (0, "");
    }

    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Task => _line.Task;

        public override System.Threading.Tasks.Task WriteLineAsync(string? value)
        {
            _line.TrySetResult(value ?? "");
            return System.Threading.Tasks.Task.CompletedTask;
        }
    }
}
