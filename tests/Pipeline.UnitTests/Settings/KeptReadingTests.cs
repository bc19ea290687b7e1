using Pipeline.Settings;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Settings;

public sealed class KeptReadingTests
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(60);

    private readonly ManualClock clock = new();
    private readonly List<Exception> faults = [];
    private Func<Task<string>> read = () => Task.FromResult("a");
    private int readings;

    private KeptReading<string> Kept => field ??= new KeptReading<string>(
        () =>
        {
            readings++;
            return read();
        },
        MaxAge,
        clock,
        faults.Add);

    [Fact]
    public async Task Get_UntilTheAge_ReadsOnce()
    {
        await Kept.GetAsync(TimeSpan.Zero);
        clock.Advance(MaxAge - TimeSpan.FromTicks(1));
        await Kept.GetAsync(TimeSpan.Zero);
        Assert.Equal(1, readings);

        clock.Advance(TimeSpan.FromTicks(1));
        await Kept.GetAsync(TimeSpan.Zero);
        Assert.Equal(2, readings);
    }

    [Fact]
    public async Task Get_FailedReading_KeepsTheLastAndTriesAgainLater()
    {
        await Kept.GetAsync(TimeSpan.Zero);
        clock.Advance(MaxAge);
        read = () => throw new IOException("Away.");

        Assert.Equal("a", await Kept.GetAsync(TimeSpan.Zero));
        Assert.Equal("a", await Kept.GetAsync(TimeSpan.Zero));
        Assert.Equal((2, 1), (readings, faults.Count));

        clock.Advance(KeptReading<string>.RetryAfter);
        read = () => Task.FromResult("b");
        Assert.Equal("b", await Kept.GetAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Get_SlowReading_WaitsNoLongerThanAllowedAndIsOneForAll()
    {
        var gate = new TaskCompletionSource<string>();
        read = () => gate.Task;

        var first = Kept.GetAsync(TimeSpan.FromMilliseconds(250)).AsTask();
        var second = Kept.GetAsync(TimeSpan.FromSeconds(2)).AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Null(await first);
        Assert.False(second.IsCompleted);
        gate.SetResult("late");
        Assert.Equal("late", await second);
        Assert.Equal(1, readings);
    }

    [Fact]
    public void Peek_SlowReading_NeverWaits()
    {
        var gate = new TaskCompletionSource<string>();
        read = () => gate.Task;

        Assert.Null(Kept.Peek());
        gate.SetResult("a");
        Assert.Equal("a", Kept.Last);
    }
}
