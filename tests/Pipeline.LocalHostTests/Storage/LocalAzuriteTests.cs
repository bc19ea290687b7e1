using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Azure.Storage.Queues;
using Pipeline.LocalHost.Storage;
using Pipeline.Testing;

namespace Pipeline.LocalHostTests.Storage;

public sealed class LocalAzuriteTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _temporary = new();
    private readonly PortProbe _probe = new();
    private readonly AzuritePorts _ports = FreePorts();

    public void Dispose()
    {
        _probe.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public async Task EnsureRunning_NothingRuns_StartsOneThatKeepsItsDataAndStopsIt()
    {
        var first = await Local().EnsureRunningAsync(TextWriter.Null, CancellationToken.None);
        var queue = new QueueClient(_ports.ConnectionString, "kept");
        await queue.CreateAsync();
        await queue.SendMessageAsync("still here");
        Assert.True(!OperatingSystem.IsLinux() || SessionOf(Running().ProcessId) == Running().ProcessId);

        await first.DisposeAsync();
        Assert.All(await StatesAsync(_ports), state => Assert.Equal(PortState.Free, state));
        Assert.Null(DetachedProcess.Find(Record));

        await using var second = await Local().EnsureRunningAsync(TextWriter.Null, CancellationToken.None);
        Assert.Equal("still here", (await queue.ReceiveMessageAsync()).Value.MessageText);
    }

    [Fact]
    public async Task EnsureRunning_AfterTheAppWasKilled_FindsItAgainAndStopsItAtTheEnd()
    {
        using var app = OtherProcess.Start(OtherProcess.UseLocalAzurite, _temporary.Path, _ports);
        await OtherProcess.ReadyAsync(app);
        app.Kill();
        await app.WaitForExitAsync();
        var survivor = Running();
        using var progress = new StringWriter();

        var use = await Local().EnsureRunningAsync(progress, CancellationToken.None);

        Assert.Equal(survivor, Running());
        Assert.All(await StatesAsync(_ports), state => Assert.Equal(PortState.Azurite, state));
        Assert.Contains("earlier start", progress.ToString(), StringComparison.Ordinal);
        await use.DisposeAsync();
        Assert.False(survivor.IsRunning);
    }

    [Fact]
    public async Task Dispose_AnotherAppStillUsesIt_LeavesItToThatApp()
    {
        var first = await Local().EnsureRunningAsync(TextWriter.Null, CancellationToken.None);
        var second = await Local().EnsureRunningAsync(TextWriter.Null, CancellationToken.None);

        await first.DisposeAsync();
        Assert.All(await StatesAsync(_ports), state => Assert.Equal(PortState.Azurite, state));

        await second.DisposeAsync();
        Assert.All(await StatesAsync(_ports), state => Assert.Equal(PortState.Free, state));
    }

    [Fact]
    public async Task EnsureRunning_AzuriteIsNotOurs_UsesItAndLeavesIt()
    {
        await using var theirs = await TheirsAsync();
        var local = new LocalAzurite(_temporary.Path, theirs.Ports, InstallerThatMustNotRun());

        var use = await local.EnsureRunningAsync(TextWriter.Null, CancellationToken.None);
        await use.DisposeAsync();

        Assert.All(await StatesAsync(theirs.Ports), state => Assert.Equal(PortState.Azurite, state));
    }

    [Fact]
    public async Task EnsureRunning_OnlyAPartOfAzuriteRuns_NamesThePorts()
    {
        await using var theirs = await TheirsAsync();
        var ports = theirs.Ports with { Queue = _ports.Queue };
        var local = new LocalAzurite(_temporary.Path, ports, InstallerThatMustNotRun()) { PartialTimeout = TimeSpan.Zero };

        var error = await Assert.ThrowsAsync<AzuriteException>(() => local.EnsureRunningAsync(TextWriter.Null, CancellationToken.None));

        Assert.Contains($"port {ports.Blob} (blob) and {ports.Table} (table) answers", error.Message, StringComparison.Ordinal);
        Assert.Contains($"nothing answers on port {ports.Queue} (queue)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureRunning_AnotherServiceOfAzuriteOnThePort_IsNotTakenForTheRightOne()
    {
        await using var theirs = await TheirsAsync();

        var state = await _probe.ProbeAsync(new AzuriteService("Queue", theirs.Ports.Table), CancellationToken.None);

        Assert.Equal(PortState.Other, state);
    }

    [Fact]
    public async Task EnsureRunning_AnotherProgramOnAPort_NamesThePortAndTheWayOut()
    {
        using var other = new HttpListener { Prefixes = { $"http://127.0.0.1:{_ports.Table}/" } };
        other.Start();
        var answering = AnswerOnceAsync(other);
        var local = new LocalAzurite(_temporary.Path, _ports, InstallerThatMustNotRun());

        var error = await Assert.ThrowsAsync<AzuriteException>(() => local.EnsureRunningAsync(TextWriter.Null, CancellationToken.None));

        await answering;
        Assert.Contains($"port {_ports.Table} (table)", error.Message, StringComparison.Ordinal);
        Assert.Contains("AzureWebJobsStorage", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain($"{_ports.Blob} (blob)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureRunning_AzuriteEndsAtOnce_ShowsTheEndOfItsLog()
    {
        var broken = _temporary["broken.js"];
        await File.WriteAllTextAsync(broken, "console.log('disk is full'); process.exit(3);");
        var local = new LocalAzurite(_temporary.Path, _ports, InstallerOf(broken));

        var error = await Assert.ThrowsAsync<AzuriteException>(() => local.EnsureRunningAsync(TextWriter.Null, CancellationToken.None));

        Assert.Contains("disk is full", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ItsProcessIsKilled_EndsAndDeletesItsData()
    {
        using var app = OtherProcess.Start(OtherProcess.ServeAzurite, _temporary["data"], AzuritePorts.Free);
        var ports = await OtherProcess.ReadyAsync(app);
        Assert.All(await StatesAsync(ports), state => Assert.Equal(PortState.Azurite, state));

        app.Kill();

        await UntilAsync(async () => (await StatesAsync(ports)).All(state => state == PortState.Free));
        Assert.False(Directory.Exists(_temporary["data"]));
    }

    private static async Task AnswerOnceAsync(HttpListener listener) => (await listener.GetContextAsync()).Response.Close();

    // Below the range from which the operating system gives ports to everybody else, so that nobody takes them meanwhile.
    private static AzuritePorts FreePorts()
    {
        while (true)
        {
            var first = Random.Shared.Next(20_000, 30_000);
            if (Enumerable.Range(first, 3).All(IsFree))
            {
                return new AzuritePorts(first, first + 1, first + 2);
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int SessionOf(int processId) =>
        int.Parse(File.ReadAllText($"/proc/{processId}/stat").Split(") ")[1].Split(' ')[3], CultureInfo.InvariantCulture);

    private static Task UntilAsync(Func<Task<bool>> condition) => Poll.UntilAsync(condition, Patience);

    private string Record => _temporary["azurite.json"];

    private LocalAzurite Local() => new(_temporary.Path, _ports, new AzuriteInstaller(AzuriteFolder.Default));

    private DetachedProcess Running()
    {
        var process = DetachedProcess.Find(Record);
        Assert.NotNull(process);
        return process;
    }

    private async Task<AzuriteServer> TheirsAsync()
    {
        var installation = await new AzuriteInstaller(AzuriteFolder.Default).InstallAsync(Console.Out, CancellationToken.None);
        return await AzuriteServer.StartAsync(installation, AzuritePorts.Free, _temporary["theirs"], CancellationToken.None);
    }

    private async Task<PortState[]> StatesAsync(AzuritePorts ports) =>
        await Task.WhenAll(ports.Services.Select(service => _probe.ProbeAsync(service, CancellationToken.None)));

    private AzuriteInstaller InstallerThatMustNotRun() =>
        new(_temporary.Path, _temporary.Path, "", (_, _, _) => throw new InvalidOperationException("Nothing is to be installed."));

    private AzuriteInstaller InstallerOf(string script)
    {
        Directory.CreateDirectory(_temporary["package"]);
        File.WriteAllText(_temporary["package/package.json"], "{}");
        File.WriteAllText(_temporary["package/package-lock.json"], "{}");
        return new AzuriteInstaller(
            _temporary.Path,
            _temporary["package"],
            Environment.GetEnvironmentVariable("PATH"),
            (_, folder, _) =>
            {
                var target = Directory.CreateDirectory(Path.Combine(folder, "node_modules", "azurite", "dist", "src"));
                File.Copy(script, Path.Combine(target.FullName, "azurite.js"));
                return Task.FromResult((0, ""));
            });
    }
}
