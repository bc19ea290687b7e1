using Microsoft.Extensions.Logging;
using Pipeline.LocalHost.Functions;
using Pipeline.LocalHost.Settings;
using Pipeline.LocalHost.Worker.Protocol;

namespace Pipeline.LocalHost.Worker;

/// <summary>Keeps one worker running: a worker that dies is started again, at most three times a minute.</summary>
internal sealed class WorkerSupervisor(WorkerServer server, IWorkerLauncher launcher, ILoggerFactory loggers, TimeProvider time)
    : IFunctionInvoker, IAsyncDisposable
{
    private const int MaxRestarts = 3;
    private static readonly TimeSpan RestartWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = loggers.CreateLogger("Host.Worker");
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<DateTimeOffset> _restarts = new();
    private Task<Running> _current = Task.FromException<Running>(new WorkerLostException());
    private Task _watch = Task.CompletedTask;

    /// <summary>Ends with the reason when the worker has died too often.</summary>
    public Task<string> Failed => _failed.Task;

    /// <summary>Starts the first worker; ends when its functions are loaded.</summary>
    /// <returns>The functions.</returns>
    /// <exception cref="StartupException">It ended or was not ready in time. What it printed has been let through.</exception>
    public async Task<IReadOnlyList<RpcFunctionMetadata>> StartAsync(CancellationToken cancellationToken)
    {
        _current = StartOneAsync(cancellationToken);
        var running = await _current;
        _watch = WatchAsync(running);
        return running.Channel.Functions;
    }

    /// <summary>The worker that is ready, or the next one as soon as it is.</summary>
    public async Task<WorkerChannel> ReadyAsync(CancellationToken cancellationToken) =>
        (await Volatile.Read(ref _current).WaitAsync(cancellationToken)).Channel;

    public async Task InvokeAsync(
        HostedFunction function, TypedData input, IReadOnlyDictionary<string, TypedData> metadata, CancellationToken cancellationToken)
    {
        var channel = await ReadyAsync(cancellationToken);
        await channel.InvokeAsync(
            Guid.NewGuid().ToString(),
            function,
            request =>
            {
                request.InputData.Add(new ParameterBinding { Name = function.Trigger.ParameterName, Data = input });
                foreach (var (name, value) in metadata)
                {
                    request.TriggerMetadata[name] = value;
                }
            },
            cancellationToken);
    }

    /// <summary>Asks the worker to end and kills it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            var running = await _current;
            running.Channel.Terminate();
            await EndAsync(running);
        }
        catch (Exception exception) when (exception is WorkerLostException or StartupException or OperationCanceledException)
        {
            // There is none to end.
        }

        await _watch;
        _stopping.Dispose();
    }

    private async Task EndAsync(Running running)
    {
        try
        {
            await running.Process.Exited.WaitAsync(EndPatience, time);
        }
        catch (TimeoutException)
        {
            running.Process.Kill();
            await running.Process.Exited;
        }

        running.Channel.Close();
    }

    private async Task<Running> StartOneAsync(CancellationToken cancellationToken)
    {
        var channel = new WorkerChannel(Guid.NewGuid().ToString(), launcher.Folder, new WorkerLog(loggers), _logger);
        server.Connections.Expect(channel);
        var process = launcher.Start(server.Address, channel.WorkerId);
        using var late = new CancellationTokenSource(StartPatience, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token, late.Token);
        var started = channel.StartAsync(patience.Token);
        try
        {
            if (await Task.WhenAny(started, process.Exited) != started)
            {
                throw new StartupException(
                    await process.Exited is var code and not 1 ? $"The worker ended with exit code {code} before it was ready." : "", []);
            }

            await started;
        }
        catch (Exception exception)
        {
            channel.Close();
            if (!process.Exited.IsCompleted)
            {
                process.Kill();
            }

            await process.Exited;
            process.ShowOutput();
            process.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            _stopping.Token.ThrowIfCancellationRequested();
            throw exception switch
            {
                StartupException => exception,
                OperationCanceledException =>
                    new StartupException($"The worker was not ready within {StartPatience.TotalSeconds} s.", []),
                WorkerLostException =>
                    new StartupException($"The worker ended with exit code {await process.Exited} before it was ready.", []),
                _ => new StartupException("The worker could not be started: " + exception.Message, []),
            };
        }

        process.ShowOutput();
        return new Running(channel, process);
    }

    private async Task WatchAsync(Running running)
    {
        while (true)
        {
            await Task.WhenAny(running.Process.Exited, running.Channel.Closed);
            if (_stopping.IsCancellationRequested)
            {
                await running.Process.Exited;
                running.Process.Dispose();
                return;
            }

            // A worker that hangs up is of no more use, even if its process goes on.
            var next = new TaskCompletionSource<Running>(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _current, next.Task);
            await EndAsync(running);
            var exitCode = await running.Process.Exited;
            var last = running.Process.LastOutput;
            running.Process.Dispose();
            if (await StartAgainAsync($"The worker ended with exit code {exitCode}", last) is not { } again)
            {
                next.SetException(new WorkerLostException());
                _ = next.Task.Exception;
                return;
            }

            running = again;
            next.SetResult(again);
        }
    }

    private async Task<Running?> StartAgainAsync(string reason, string last)
    {
        while (MayRestart())
        {
            _logger.LogWarning("{Reason}; starting it again.", reason);
            try
            {
                _stopping.Token.ThrowIfCancellationRequested();
                var running = await StartOneAsync(CancellationToken.None);
                _logger.LogWarning("The worker runs again.");
                return running;
            }
            catch (StartupException exception)
            {
                (reason, last) = ("The worker could not be started again", exception.Message);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        _failed.TrySetResult($"{reason}, for the fourth time within a minute. Its last output:{Environment.NewLine}{last}");
        return null;
    }

    private bool MayRestart()
    {
        var now = time.GetUtcNow();
        while (_restarts.TryPeek(out var earliest) && now - earliest >= RestartWindow)
        {
            _restarts.Dequeue();
        }

        if (_restarts.Count == MaxRestarts)
        {
            return false;
        }

        _restarts.Enqueue(now);
        return true;
    }

    private sealed record Running(WorkerChannel Channel, IWorkerProcess Process);
}
