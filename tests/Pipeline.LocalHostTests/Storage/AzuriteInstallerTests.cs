using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Pipeline.LocalHost.Storage;
using Pipeline.Testing;

namespace Pipeline.LocalHostTests.Storage;

public sealed class AzuriteInstallerTests : IDisposable
{
    // An npm with a process of its own, as the real one has; both keep a connection to the test while they live.
    private const string FakeNpm =
        """
        #!/usr/bin/env node
        require('net').connect(Number(process.env.FAKE_NPM_PORT), '127.0.0.1').on('error', () => process.exit(0));
        if (process.argv[2] !== 'child') {
            require('fs').mkdirSync('node_modules');
            require('fs').writeFileSync('node_modules/part', '');
            require('child_process').spawn(process.execPath, [__filename, 'child'], { stdio: 'inherit' });
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Install_WhoseAppIsKilledOrInterrupted_EndsNpmAndLeavesNothing(bool interrupted)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await WriteExecutableAsync("npm", FakeNpm);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var searchPath = _temporary.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        using var app = OtherProcess.StartInstall(_temporary["azurite"], searchPath, ((IPEndPoint)listener.LocalEndpoint).Port);
        using var first = await listener.AcceptTcpClientAsync().WaitAsync(Patience);
        using var second = await listener.AcceptTcpClientAsync().WaitAsync(Patience);
        var folder = Assert.Single(Directory.GetDirectories(_temporary["azurite"]));
        await Poll.UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(folder, "node_modules", "part"))), Patience);

        if (interrupted)
        {
            ProcessGroup.Interrupt(app);
        }
        else
        {
            app.Kill();
        }

        await Task.WhenAll(EndAsync(first), EndAsync(second)).WaitAsync(Patience);
        await app.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(interrupted ? 0 : 137, app.ExitCode);
        await Poll.UntilAsync(() => Task.FromResult(!Directory.Exists(folder)), Patience);
        Assert.Empty(Directory.GetDirectories(_temporary["azurite"]));
    }

    [Fact]
    public async Task Install_ThatGetsNothingFor30Seconds_AsksForTheNetwork()
    {
        var clock = new ManualClock();
        var npm = new TaskCompletionSource<(int, string)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var installing = Installer((_, _) => npm.Task, clock).InstallAsync(_progress, CancellationToken.None);

        for (var i = 0; i < 4; i++)
        {
            await WaitUntilPendingAsync(clock);
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        await WaitUntilPendingAsync(clock);
        npm.SetResult((1, "no network"));
        await Assert.ThrowsAsync<AzuriteException>(() => installing);
        var lines = _progress.ToString().Split(Environment.NewLine)[1..5];
        Assert.Equal(["  ... still installing Azurite", "  ... still installing Azurite"], lines[..2]);
        Assert.StartsWith("  ... npm has got nothing from its registry for 30 s: is there a network?", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("  ... npm has got nothing from its registry for 40 s: is there a network?", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_ThatTakesLongButGetsPackages_OnlySaysThatItGoesOn()
    {
        var clock = new ManualClock();
        var npm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var installing = Installer(Slowly, clock).InstallAsync(_progress, CancellationToken.None);

        for (var i = 0; i < 4; i++)
        {
            await WaitUntilPendingAsync(clock);
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        await WaitUntilPendingAsync(clock);
        npm.SetResult();
        await installing;
        Assert.Equal(4, _progress.ToString().Split("  ... still installing Azurite").Length - 1);
        Assert.DoesNotContain("network", _progress.ToString(), StringComparison.Ordinal);

        async Task<(int, string)> Slowly(NodeTools tools, string folder)
        {
            Directory.CreateDirectory(Path.Combine(folder, "node_modules"));
            await npm.Task;
            return await Succeed(tools, folder);
        }
    }

    [Fact]
    public async Task Install_EmptyPath_SaysThatNodeIsNeeded()
    {
        var installer = new AzuriteInstaller(
            _temporary.Path, _temporary["package"], "", (_, _, _) => throw new InvalidOperationException());

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
            await WriteExecutableAsync(name, "#!/bin/sh\necho v18.19.0\n");
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

    private static async Task WaitUntilPendingAsync(ManualClock clock) =>
        await Poll.UntilAsync(() => Task.FromResult(clock.PendingTimers > 0), Patience);

    // A connection ends with the process at its other end.
    private static async Task EndAsync(TcpClient connection)
    {
        try
        {
            Assert.Equal(0, await connection.GetStream().ReadAsync(new byte[1]));
        }
        catch (IOException)
        {
        }
    }

    [UnsupportedOSPlatform("windows")]
    private async Task WriteExecutableAsync(string name, string text)
    {
        await File.WriteAllTextAsync(_temporary[name], text);
        File.SetUnixFileMode(_temporary[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private AzuriteInstaller Installer(Func<NodeTools, string, Task<(int, string)>> npm, TimeProvider? time = null) =>
        new(
            _temporary.Path,
            _temporary["package"],
            Environment.GetEnvironmentVariable("PATH"),
            (tools, folder, _) => npm(tools, folder))
        {
            Time = time ?? TimeProvider.System,
        };

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
