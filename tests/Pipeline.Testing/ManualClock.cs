namespace Pipeline.Testing;

/// <summary>
/// A clock that moves only when told to. Timers and delays made from it fire inside <see cref="Advance"/>, on the caller's thread, in
/// the order in which they are due; one with no delay waits for the next <see cref="Advance"/>, which may be by zero.
/// </summary>
public sealed class ManualClock(DateTimeOffset utcNow) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly DateTimeOffset _start = utcNow;
    private DateTimeOffset _now = utcNow.ToUniversalTime();

    /// <summary>A clock that stands at 2026-03-02 09:00 UTC, a Monday.</summary>
    public ManualClock()
        : this(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))
    {
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers and delays wait; lets a test see that code has reached its delay.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count(timer => timer.DueAt is not null);
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => (GetUtcNow() - _start).Ticks;

    /// <summary>Moves the clock and fires what comes due on the way, each at its own moment.</summary>
    /// <param name="by">How far; zero fires what is due now, negative throws.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        AdvanceTo(GetUtcNow() + by);
    }

    /// <summary>Moves the clock to a moment and fires what comes due on the way.</summary>
    /// <param name="moment">Not before now.</param>
    public void AdvanceTo(DateTimeOffset moment)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(moment, GetUtcNow());
        while (TakeDue(moment) is { } due)
        {
            due.Fire();
        }

        lock (_lock)
        {
            _now = moment > _now ? moment.ToUniversalTime() : _now;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? TakeDue(DateTimeOffset until)
    {
        lock (_lock)
        {
            // MinBy takes the first of equals: timers due at the same moment fire in the order in which they were set.
            var due = _timers.Where(timer => timer.DueAt <= until).MinBy(timer => timer.DueAt);
            if (due is null)
            {
                return null;
            }

            _now = due.DueAt > _now ? due.DueAt.Value : _now;
            _timers.Remove(due);
            due.DueAt = due.Period > TimeSpan.Zero ? _now + due.Period : null;
            if (due.DueAt is not null)
            {
                _timers.Add(due);
            }

            return due;
        }
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? DueAt { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                Period = period;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                if (DueAt is not null)
                {
                    clock._timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                DueAt = null;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
