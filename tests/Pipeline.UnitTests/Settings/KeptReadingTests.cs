using Pipeline.Settings;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Settings;

public sealed class KeptReadingTests
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(60);

    private readonly ManualClock _clock = new();
    private readonly List<Exception> _faults = [];
    private Func<Task<string>> _read = () => Task.FromResult("a");
    private int _readings;

    private KeptReading<string> Kept => field ??= new KeptReading<string>(
        () =>
        {
            _readings++;
            return _read();
        },
        MaxAge,
        _clock,
        _faults.Add);

    [Fact]
    public async Task Get_UntilTheAge_ReadsOnce()
    {
        await Kept.GetAsync(TimeSpan.Zero);
        _clock.Advance(MaxAge - TimeSpan.FromTicks(1));
        await Kept.GetAsync(TimeSpan.Zero);
        Assert.Equal(1, _readings);

        _clock.Advance(TimeSpan.FromTicks(1));
        await Kept.GetAsync(TimeSpan.Zero);
        Assert.Equal(2, _readings);
    }

    [Fact]
    public async Task Get_FailedReading_KeepsTheLastAndTriesAgainLater()
    {
        await Kept.GetAsync(TimeSpan.Zero);
        _clock.Advance(MaxAge);
        _read = () => throw new IOException("Away.");

        Assert.Equal("a", await Kept.GetAsync(TimeSpan.Zero));
        Assert.Equal("a", await Kept.GetAsync(TimeSpan.Zero));
        Assert.Equal((2, 1), (_readings, _faults.Count));

        _clock.Advance(KeptReading<string>.RetryAfter);
        _read = () => Task.FromResult("b");
        Assert.Equal("b", await Kept.GetAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Get_SlowReading_WaitsNoLongerThanAllowedAndIsOneForAll()
    {
        var gate = new TaskCompletionSource<string>();
        _read = () => gate.Task;

        var first = Kept.GetAsync(TimeSpan.FromMilliseconds(250)).AsTask();
        var second = Kept.GetAsync(TimeSpan.FromSeconds(2)).AsTask();
        _clock.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Null(await first);
        Assert.False(second.IsCompleted);
        gate.SetResult("late");
        Assert.Equal("late", await second);
        Assert.Equal(1, _readings);
    }

    [Fact]
    public void Peek_SlowReading_NeverWaits()
    {
        var gate = new TaskCompletionSource<string>();
        _read = () => gate.Task;

        Assert.Null(Kept.Peek());
        gate.SetResult("a");
        Assert.Equal("a", Kept.Last);
    }
}
