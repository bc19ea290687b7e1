using System.Diagnostics;

namespace Pipeline.LocalHost.Storage;

/// <summary>
/// The rules of <see cref="AzuriteLauncher"/> for any folder and ports. Every app that uses our Azurite holds a shared lock, so the last
/// one to leave, and nobody else, stops it; a killed app loses its lock and does not count.
/// </summary>
internal sealed class LocalAzurite(string folder, AzuritePorts ports, AzuriteInstaller installer)
{
    private const string WayOut = "or set AzureWebJobsStorage to the connection string of another storage account or emulator.";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLockTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(100);
    private readonly string _log = Path.Combine(folder, "azurite.log");
    private readonly string _record = Path.Combine(folder, "azurite.json");
    private readonly string _startLock = Path.Combine(folder, "start.lock");
    private readonly string _usersLock = Path.Combine(folder, "users.lock");

    /// <summary>How long an Azurite that answers on some ports only may take to answer on all.</summary>
    public TimeSpan PartialTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public async Task<IAsyncDisposable> EnsureRunningAsync(TextWriter progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await using var starting = await FileLock.WaitAsync(
            _startLock,
            () => progress.WriteLineAsync("Another app is starting or stopping Azurite; waiting for it ..."),
            cancellationToken);
        using var probe = new PortProbe();

        var ours = DetachedProcess.Find(_record);
        if (ours is null)
        {
            if (await IsForeignAzuriteRunningAsync(probe, cancellationToken))
            {
                await progress.WriteLineAsync($"Using the Azurite that already runs on port {ports.Blob}; it will not be stopped.");
                return new Use(null, null);
            }

            var installation = await installer.InstallAsync(progress, cancellationToken);
            await progress.WriteLineAsync(
                $"Starting Azurite on ports {string.Join(", ", ports.Services)}; its data is in {DataFolder} ...");
            ours = await DetachedProcess.StartAsync(installation, ports, DataFolder, _log, _record, cancellationToken);
        }
        else
        {
            await progress.WriteLineAsync("Using the Azurite that an earlier start left running.");
        }

        try
        {
            await WaitUntilReadyAsync(ours, probe, cancellationToken);
        }
        catch
        {
            await StopUnlessUsedAsync(ours);
            throw;
        }

        return new Use(this, FileLock.TryShared(_usersLock));
    }

    private string DataFolder => Path.Combine(folder, "data");

    private static async Task<PortState[]> ProbeAllAsync(
        PortProbe probe, IEnumerable<AzuriteService> services, CancellationToken cancellationToken) =>
        await Task.WhenAll(services.Select(service => probe.ProbeAsync(service, cancellationToken)));

    private async Task<bool> IsForeignAzuriteRunningAsync(PortProbe probe, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var states = await ProbeAllAsync(probe, ports.Services, cancellationToken);
            if (states.All(state => state == PortState.Free))
            {
                return false;
            }

            if (states.All(state => state == PortState.Azurite))
            {
                return true;
            }

            // Perhaps it has been started a moment ago.
            if (states.Contains(PortState.Other) || Stopwatch.GetElapsedTime(started) > PartialTimeout)
            {
                throw Unusable(states);
            }

            await Task.Delay(PollDelay, TimeProvider.System, cancellationToken);
        }
    }

    private AzuriteException Unusable(PortState[] states)
    {
        var free = Names(PortState.Free);
        var azurite = Names(PortState.Azurite);
        var other = Names(PortState.Other);
        return other.Length > 0
            ? new AzuriteException(
                $"Azurite, the local storage emulator, cannot start: on 127.0.0.1 another program that is not Azurite uses port {other}. "
                + $"Stop that program, {WayOut}")
            : new AzuriteException(
                $"Only a part of Azurite is running on 127.0.0.1: port {azurite} answers, but nothing answers on port {free}. "
                + $"Start it with all three services or stop it, {WayOut}");

        string Names(PortState wanted) => string.Join(" and ", ports.Services.Where((_, index) => states[index] == wanted));
    }

    private async Task WaitUntilReadyAsync(DetachedProcess process, PortProbe probe, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var states = await ProbeAllAsync(probe, ports.Services, cancellationToken);
            if (!process.IsRunning)
            {
                throw new AzuriteException($"Azurite ended before it answered. The end of {_log}:{Environment.NewLine}{LogTail()}");
            }

            if (states.All(state => state == PortState.Azurite))
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(started) > StartTimeout)
            {
                var silent = string.Join(", ", ports.Services.Where((_, index) => states[index] != PortState.Azurite));
                throw new AzuriteException(
                    $"Azurite does not answer on port {silent} after {StartTimeout.TotalSeconds} s. "
                    + $"The end of {_log}:{Environment.NewLine}{LogTail()}");
            }

            await Task.Delay(PollDelay, TimeProvider.System, cancellationToken);
        }
    }

    private string LogTail() =>
        File.Exists(_log) ? string.Join(Environment.NewLine, File.ReadAllLines(_log).TakeLast(20)) : "(no log)";

    private async Task StopUnlessUsedAsync(DetachedProcess process)
    {
        await using var alone = FileLock.TryExclusive(_usersLock);
        if (alone is not null)
        {
            await process.StopAsync();
            File.Delete(_record);
        }
    }

    private async Task LeaveAsync()
    {
        using var timeout = new CancellationTokenSource(StopLockTimeout);
        try
        {
            await using var stopping = await FileLock.WaitAsync(_startLock, () => Task.CompletedTask, timeout.Token);
            if (DetachedProcess.Find(_record) is { } process)
            {
                await StopUnlessUsedAsync(process);
            }
        }
        catch (OperationCanceledException)
        {
            // An app that holds the lock this long is about to use it.
        }
    }

    private sealed class Use(LocalAzurite? owner, FileStream? userLock) : IAsyncDisposable
    {
        private bool _disposed;

        public async ValueTask DisposeAsync()
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (userLock is not null)
            {
                await userLock.DisposeAsync();
            }

            if (owner is not null)
            {
                await owner.LeaveAsync();
            }
        }
    }
}
