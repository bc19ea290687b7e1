namespace Pipeline.Settings;

/// <summary>
/// Something read from storage and kept for a while, for requests that must not wait for storage: one reading for all who ask meanwhile,
/// and what was read last stays in use for as long as storage fails.
/// </summary>
/// <typeparam name="T">What is read; immutable.</typeparam>
public sealed class KeptReading<T>
    where T : class
{
    /// <summary>Time after a failed reading until the next one: 5 seconds.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Func<Task<T>> _read;
    private readonly TimeSpan _maxAge;
    private readonly TimeProvider _timeProvider;
    private readonly Action<Exception> _failed;
    private readonly Lock _sync = new();
    private volatile T? _last;
    private volatile Attempt? _attempt;
    private Task? _reading;

    /// <summary>Keeps nothing yet.</summary>
    /// <param name="maxAge">Age from which what is kept is read again.</param>
    /// <param name="timeProvider">Tells the age, and ends waits.</param>
    /// <param name="failed">Told of every failed reading.</param>
    public KeptReading(Func<Task<T>> read, TimeSpan maxAge, TimeProvider timeProvider, Action<Exception> failed) =>
        (_read, _maxAge, _timeProvider, _failed) = (read, maxAge, timeProvider, failed);

    /// <summary>What was read last, however old; null before the first reading has succeeded.</summary>
    public T? Last => _last;

    /// <summary>Gives what was read last and has it read again in the background when it is too old.</summary>
    /// <returns>Null before the first reading has succeeded.</returns>
    public T? Peek()
    {
        _ = Refresh();
        return _last;
    }

    /// <summary>Gives what is kept; when it is too old, waits for a new reading.</summary>
    /// <param name="maxWait">Longest wait; then what was read last is given.</param>
    /// <returns>Null before the first reading has succeeded.</returns>
    public ValueTask<T?> GetAsync(TimeSpan maxWait) =>
        Refresh() is { IsCompleted: false } pending ? new(WaitAsync(pending, maxWait)) : ValueTask.FromResult(_last);

    private Task? Refresh()
    {
        if (!IsDue())
        {
            return null;
        }

        lock (_sync)
        {
            if (_reading is { IsCompleted: false })
            {
                return _reading;
            }

            return IsDue() ? _reading = ReadAsync() : null;
        }
    }

    private bool IsDue() => _attempt is not { } done || _timeProvider.GetElapsedTime(done.At) >= done.Lasts;

    private async Task ReadAsync()
    {
        var at = _timeProvider.GetTimestamp();
        try
        {
            _last = await _read();
            _attempt = new Attempt(at, _maxAge);
        }
        catch (Exception fault)
        {
            _attempt = new Attempt(_timeProvider.GetTimestamp(), RetryAfter);
            _failed(fault);
        }
    }

    private async Task<T?> WaitAsync(Task pending, TimeSpan maxWait)
    {
        using var waited = new CancellationTokenSource();
        await Task.WhenAny(pending, Task.Delay(maxWait, _timeProvider, waited.Token));
        await waited.CancelAsync();
        return _last;
    }

    private sealed record Attempt(long At, TimeSpan Lasts);
}
