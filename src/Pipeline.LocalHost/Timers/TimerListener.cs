using Microsoft.Extensions.Logging;
using Pipeline.LocalHost.Functions;
using Pipeline.LocalHost.Worker.Protocol;

namespace Pipeline.LocalHost.Timers;

/// <summary>Runs one timer function when it is due, one run at a time; a failed run is logged and not repeated.</summary>
internal sealed class TimerListener : IFunctionListener, IDisposable
{
    // Timers of the platform end at about 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private static readonly Dictionary<string, TypedData> NoMetadata = [];
    private readonly HostedFunction _function;
    private readonly TimerFunctionTrigger _trigger;
    private readonly IFunctionInvoker _worker;
    private readonly IScheduleStatusStore? _store;
    private readonly TimeProvider _time;
    private readonly InvocationTracker _running;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _oneRun = new(1, 1);
    private StoredSchedule? _status;
    private Task _loop = Task.CompletedTask;

    public TimerListener(
        HostedFunction function,
        IFunctionInvoker worker,
        IScheduleStatusStore store,
        TimeProvider time,
        InvocationTracker running,
        ILogger logger)
    {
        _function = function;
        _trigger = (TimerFunctionTrigger)function.Trigger;
        _worker = worker;
        _time = time;
        _running = running;
        _logger = logger;
        _store = _trigger.UseMonitor && !_trigger.Schedule.IsTooFrequentToMonitor(Now) ? store : null;
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    public Task StartAsync(CancellationToken stopping)
    {
        _loop = LoopAsync(stopping);
        return Task.CompletedTask;
    }

    public Task WaitForEndAsync() => _loop;

    /// <summary>Runs the function now, after a run that is under way.</summary>
    public Task RunNowAsync(string input, CancellationToken cancellationToken) => RunAsync(isPastDue: false, cancellationToken);

    public void Dispose() => _oneRun.Dispose();

    private async Task LoopAsync(CancellationToken stopping)
    {
        try
        {
            var next = await FirstRunAsync(stopping);
            while (!stopping.IsCancellationRequested)
            {
                await WaitUntilAsync(next, stopping);
                next = await RunScheduledAsync(next, isPastDue: false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task<DateTime> FirstRunAsync(CancellationToken stopping)
    {
        var now = Now;
        var next = _trigger.Schedule.Next(now);
        if (_store is not null)
        {
            _status = await LoadAsync(stopping);
            if (_status?.Schedule != _trigger.Schedule.Text)
            {
                _status = new StoredSchedule(_trigger.Schedule.Text, default, next, now);
                await SaveAsync(_status);
            }

            if (_status.Next <= now)
            {
                return await RunScheduledAsync(_status.Next, isPastDue: true);
            }

            next = _status.Next;
        }

        if (_trigger.RunOnStartup)
        {
            stopping.ThrowIfCancellationRequested();
            return await RunScheduledAsync(now, isPastDue: false);
        }

        return next;
    }

    private async Task WaitUntilAsync(DateTime due, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        for (var now = Now; now < due; now = Now)
        {
            var wait = due - now;
            await Task.Delay(wait < LongestWait ? wait : LongestWait, _time, stopping);
        }
    }

    private async Task<DateTime> RunScheduledAsync(DateTime due, bool isPastDue)
    {
        var started = Now;
        await RunAsync(isPastDue, _running.Cancellation);
        var now = Now;
        var next = _trigger.Schedule.Next(now > due ? now : due);
        if (_store is not null)
        {
            _status = new StoredSchedule(_trigger.Schedule.Text, started, next, now);
            await SaveAsync(_status);
        }

        return next;
    }

    private async Task RunAsync(bool isPastDue, CancellationToken cancellationToken)
    {
        await _oneRun.WaitAsync(cancellationToken);
        try
        {
            using var run = _running.Begin();
            await _worker.InvokeAsync(_function, TimerInput.Of(_status, isPastDue), NoMetadata, cancellationToken);
        }
        catch (Exception exception)
        {
            _logger.LogError(exception, "Timer function {Function} failed; its next run is as scheduled.", _function.Name);
        }
        finally
        {
            _oneRun.Release();
        }
    }

    private async Task<StoredSchedule?> LoadAsync(CancellationToken stopping)
    {
        try
        {
            return await _store!.FindAsync(_function.Name, stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _logger.LogWarning(
                exception, "The status of timer {Function} could not be read; a missed run is not made up for.", _function.Name);
            return null;
        }
    }

    private async Task SaveAsync(StoredSchedule status)
    {
        try
        {
            await _store!.SaveAsync(_function.Name, status, _running.Cancellation);
        }
        catch (Exception exception)
        {
            _logger.LogWarning(
                exception, "The status of timer {Function} could not be written; after a restart it may run once more.", _function.Name);
        }
    }
}
