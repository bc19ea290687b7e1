using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Pipeline.LocalHost.Settings;
using Pipeline.LocalHost.Worker;
using Pipeline.LocalHostTests.Storage;
using Pipeline.Testing;

namespace Pipeline.LocalHostTests.Worker;

public sealed class WorkerLauncherTests : IDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public WorkerLauncherTests() => Configure("dotnet", typeof(LaunchedWorker).Assembly.Location);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Host_ThatIsKilled_TakesItsWorkerWithItWithin5Seconds()
    {
        using var host = LaunchingProcess.Start(_folder.Path);
        var (_, connection) = await ReadyAsync(host);
        using (connection)
        {
            host.Kill();

            Assert.Equal(0, await ReadToEndAsync(connection).WaitAsync(TimeSpan.FromSeconds(5)));
        }
    }

    [Fact]
    public async Task Interrupt_OfHostAndWorker_LeavesTheWorkerRunning()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var host = LaunchingProcess.Start(_folder.Path);
        var (workerId, connection) = await ReadyAsync(host);
        connection.Dispose();

        ProcessGroup.Interrupt(host);
        Assert.Equal(LaunchingProcess.Interrupted, await ReadLineAsync(host));

        // Signals arrive in order: had the first reached it, it would say so now.
        ProcessGroup.Signal(workerId, SigTerm);
        Assert.Equal(LaunchedWorker.Terminated, await ReadLineAsync(host));
        Assert.Equal("host saw exit code " + LaunchedWorker.ExitCode, await ReadLineAsync(host));
        await host.WaitForExitAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task Start_OfBuiltFunctions_TellsThemWhatTheyNeedAndHoldsTheirOutputBack()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var settings = new Dictionary<string, string?> { ["LAUNCHED_SETTING:NAME"] = "value" };
        var launcher = new WorkerLauncher(_folder.Path, settings, output, error);
        Assert.Equal("Pipeline.LocalHostTests", launcher.ApplicationName);

        using var worker = launcher.Start(new Uri("http://127.0.0.1:4711"), "my-id");
        await Poll.UntilAsync(
            () => Task.FromResult(worker.LastOutput), text => text.Contains(LaunchedWorker.Ready, StringComparison.Ordinal), Patience);
        Assert.Equal("", output.ToString());
        worker.ShowOutput();
        worker.Kill();
        await worker.Exited.WaitAsync(Patience);

        var lines = output.ToString().Split(Environment.NewLine);
        Assert.StartsWith("arguments --host 127.0.0.1 --port 4711 --workerId my-id --requestId ", lines[0], StringComparison.Ordinal);
        Assert.Contains("--functions-uri http://127.0.0.1:4711/ --functions-worker-id my-id ", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                "LAUNCHED_SETTING__NAME=value",
                $"FUNCTIONS_APPLICATION_DIRECTORY={_folder.Path}",
                $"FUNCTIONS_WORKER_DIRECTORY={_folder.Path}",
                "DOTNET_STARTUP_HOOKS=",
            ],
            lines[1..5]);
        Assert.Equal("worker warns" + Environment.NewLine, error.ToString());
    }

    [Fact]
    public void Start_InFolderWithoutBuiltFunctions_SaysHowToStart()
    {
        File.Delete(_folder["worker.config.json"]);

        var exception = Assert.Throws<StartupException>(() => Launcher().ApplicationName);

        Assert.Contains("dotnet run --project src/Pipeline.Functions", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{ "description": [] }""")]
    [InlineData("""{ "description": { "defaultExecutablePath": "dotnet" } }""")]
    public void Start_WithIncompleteConfig_NamesTheFile(string config)
    {
        File.WriteAllText(_folder["worker.config.json"], config);

        var exception = Assert.Throws<StartupException>(() => Launcher().Start(new Uri("http://127.0.0.1:1"), "w"));

        Assert.StartsWith($"{_folder["worker.config.json"]} does not say what to start.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfExecutableThatIsMissing_EndsWithItsNameInTheOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Configure("no-such-executable", "Some.dll");

        using var worker = Launcher().Start(new Uri("http://127.0.0.1:1"), "w");

        Assert.Equal(127, await worker.Exited.WaitAsync(Patience));
        Assert.Contains("no-such-executable", worker.LastOutput, StringComparison.Ordinal);
    }

    private WorkerLauncher Launcher() => new(_folder.Path, new Dictionary<string, string?>(), TextWriter.Null, TextWriter.Null);

    private void Configure(string executable, string script)
    {
        var config = new { description = new { defaultExecutablePath = executable, defaultWorkerPath = script } };
        File.WriteAllText(_folder["worker.config.json"], JsonSerializer.Serialize(config));
    }

    private static async Task<(int WorkerId, TcpClient Connection)> ReadyAsync(Process host)
    {
        while (true)
        {
            var line = await ReadLineAsync(host);
            if (line.StartsWith(LaunchedWorker.Ready, StringComparison.Ordinal))
            {
                var numbers = line[LaunchedWorker.Ready.Length..].Split(' ');
                var connection = new TcpClient();
                await connection.ConnectAsync(IPAddress.Loopback, int.Parse(numbers[1], CultureInfo.InvariantCulture));
                return (int.Parse(numbers[0], CultureInfo.InvariantCulture), connection);
            }
        }
    }

    private static async Task<string> ReadLineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException("The process has ended.");

    // The connection ends with the process at its other end, also with one that is killed.
    private static async Task<int> ReadToEndAsync(TcpClient connection)
    {
        try
        {
            return await connection.GetStream().ReadAsync(new byte[1]);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
