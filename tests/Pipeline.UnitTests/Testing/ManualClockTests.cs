using Pipeline.Testing;

namespace Pipeline.UnitTests.Testing;

public sealed class ManualClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly ManualClock _clock = new(Start);

    [Fact]
    public void Advance_ByAnHour_MovesTimeAndTimestampTogether()
    {
        var timestamp = _clock.GetTimestamp();

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(Start.AddHours(1), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromHours(1), _clock.GetElapsedTime(timestamp));
    }

    [Fact]
    public void Delay_JustBeforeAndAtItsEnd_EndsAtItsEnd()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(10), _clock);

        _clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.False(delay.IsCompleted);
        Assert.Equal(1, _clock.PendingTimers);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(delay.IsCompletedSuccessfully);
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public void Advance_PastSeveralTimers_FiresEachAtItsMomentInOrder()
    {
        var fired = new List<string>();
        using var periodic = Timer("every 2 s", 2, 2);
        using var once = Timer("once", 3, null);
        using var disposed = Timer("disposed", 1, null);
        disposed.Dispose();

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["every 2 s at 2", "once at 3", "every 2 s at 4"], fired);
        Assert.Equal(Start.AddSeconds(5), _clock.GetUtcNow());

        ITimer Timer(string name, int due, int? period) => _clock.CreateTimer(
            _ => fired.Add($"{name} at {(_clock.GetUtcNow() - Start).TotalSeconds}"),
            null,
            TimeSpan.FromSeconds(due),
            period is null ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(period.Value));
    }

    [Fact]
    public void Advance_TimerSetByACallback_FiresInTheSameAdvance()
    {
        var fired = 0;
        using var outer = _clock.CreateTimer(_ => SetInner(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1, fired);

        void SetInner() => _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void Advance_Backwards_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(TimeSpan.FromTicks(-1)));
}
