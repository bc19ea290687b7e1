using System.Globalization;
using System.Text.Json;
using Pipeline.LocalHost.Timers;
using Pipeline.Testing;

namespace Pipeline.LocalHostTests.Timers;

public sealed class TimerTests
{
    private const string Hourly = "0 0 * * * *";
    private static readonly DateTime Nine = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Timer_WhenDue_RunsAndKeepsStatus()
    {
        var store = new MemoryScheduleStore();
        await using var host = await StartAsync(HourlyTimer, store);
        Assert.Equal(new StoredSchedule(Hourly, default, Nine.AddHours(1), Nine), await store.NextSavedAsync());

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, host.Recorder.Count);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("10:00 past due False, last none, next 10:00", await host.Recorder.NextAsync());
        Assert.Equal(new StoredSchedule(Hourly, Nine.AddHours(1), Nine.AddHours(2), Nine.AddHours(1)), await store.NextSavedAsync());
    }

    [Fact]
    public async Task Timer_OverSeveralDays_RunsAtEachOccurrence()
    {
        var store = new MemoryScheduleStore();
        await using var host = await StartAsync(WeeklyTimer, store);
        await store.NextSavedAsync();

        // Longer than the longest single wait, so that the wait is renewed on the way.
        for (var day = 0; day < 7; day++)
        {
            await WaitUntilPendingAsync();
            _clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal("09:00 weekly", await host.Recorder.NextAsync());
        Assert.Equal(Nine.AddDays(14), (await store.NextSavedAsync()).Next);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public async Task Timer_ThatMissedRuns_RunsOncePastDue(int missedHours)
    {
        var last = Nine.AddHours(-missedHours - 1);
        var store = new MemoryScheduleStore(new StoredSchedule(Hourly, last, last.AddHours(1), last));
        await using var host = await StartAsync(HourlyTimer, store);

        Assert.Equal($"09:00 past due True, last {Clock(last)}, next {Clock(last.AddHours(1))}", await host.Recorder.NextAsync());
        Assert.Equal(Nine.AddHours(1), (await store.NextSavedAsync()).Next);
        Assert.Equal(0, host.Recorder.Count);
    }

    [Fact]
    public async Task Timer_NotYetDueAfterRestart_WaitsForItsStoredTime()
    {
        var store = new MemoryScheduleStore(new StoredSchedule(Hourly, Nine.AddHours(-1), Nine.AddMinutes(1), Nine.AddHours(-1)));
        await using var host = await StartAsync(HourlyTimer, store);

        await WaitUntilPendingAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.StartsWith("09:01 past due False", await host.Recorder.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_WithChangedSchedule_DiscardsTheStatus()
    {
        var store = new MemoryScheduleStore(new StoredSchedule("0 30 * * * *", Nine.AddDays(-2), Nine.AddDays(-1), Nine.AddDays(-2)));
        await using var host = await StartAsync(HourlyTimer, store);

        Assert.Equal(new StoredSchedule(Hourly, default, Nine.AddHours(1), Nine), await store.NextSavedAsync());
        Assert.Equal(0, host.Recorder.Count);
    }

    [Fact]
    public async Task Timer_ThatThrows_IsLoggedAndGoesOn()
    {
        var store = new MemoryScheduleStore();
        await using var host = await StartAsync(FailingTimer, store);
        await store.NextSavedAsync();

        _clock.Advance(TimeSpan.FromHours(1));
        var first = await store.NextSavedAsync();
        await WaitUntilPendingAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        var second = await store.NextSavedAsync();

        Assert.Equal((Nine.AddHours(2), Nine.AddHours(3)), (first.Next, second.Next));
        Assert.Equal(2, host.Log.Errors.Count);
        Assert.All(host.Log.Errors, line => Assert.StartsWith("Timer function FailingTimer failed", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Timer_StillRunningWhenDueAgain_RunsAfterwardsNotBeside()
    {
        var store = new MemoryScheduleStore();
        await using var host = await StartAsync(SlowTimer, store);
        await store.NextSavedAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("begin", await host.Recorder.NextAsync());

        _clock.Advance(TimeSpan.FromHours(2.5));
        Assert.Equal(0, host.Recorder.Count);
        host.Recorder.Gate.SetResult();

        Assert.Equal("end", await host.Recorder.NextAsync());
        Assert.Equal(Nine.AddHours(4), (await store.NextSavedAsync()).Next);
        Assert.Equal(0, host.Recorder.Count);
    }

    [Fact]
    public async Task Timer_WithRunOnStartup_RunsAtOnce()
    {
        await using var host = await StartAsync(StartupTimer, new MemoryScheduleStore());

        Assert.Equal("started, monitored False", await host.Recorder.NextAsync());
    }

    [Fact]
    public async Task Timer_MoreOftenThanOnceAMinute_IsNotMonitored()
    {
        await using var host = await StartAsync(FrequentTimer, new MemoryScheduleStore());
        await WaitUntilPendingAsync();

        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal("monitored False", await host.Recorder.NextAsync());
    }

    [Fact]
    public async Task Stop_WhileTimerRuns_WaitsForIt()
    {
        var store = new MemoryScheduleStore();
        await using var host = await StartAsync(SlowTimer, store);
        await store.NextSavedAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        await host.Recorder.NextAsync();

        var stop = host.StopAsync();
        Assert.False(stop.IsCompleted);
        host.Recorder.Gate.SetResult();
        await stop;

        Assert.Equal("end", await host.Recorder.NextAsync());
    }

    [Theory]
    [InlineData("0 15 2 * * *", "2026-03-03 02:15")]
    [InlineData("*/5 * * * *", "2026-03-02 09:05")]
    [InlineData("0 0 0 * * Mon", "2026-03-09 00:00")]
    [InlineData("0 0 0 13 * 5", "2026-03-13 00:00")]
    [InlineData("0  0  12  *  Jan,Apr  *", "2026-04-01 12:00")]
    public void Schedule_FromMondayAtNine_IsNextAt(string text, string expected)
    {
        Assert.True(TimerSchedule.TryParse(text, out var schedule));

        Assert.Equal(expected, schedule.Next(Nine).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("24:00:00")]
    [InlineData("* * * *")]
    [InlineData("0 0 25 * * *")]
    [InlineData("0 0 0 L * *")]
    public void Schedule_ThatIsNoSchedule_IsRefused(string text) => Assert.False(TimerSchedule.TryParse(text, out _));

    private FakeFunction HourlyTimer => FakeFunction.Timer(nameof(HourlyTimer), Hourly, call =>
    {
        var status = call.Json.GetProperty("ScheduleStatus");
        var last = status.GetProperty("Last").GetDateTime();
        return call.NoteAsync(
            $"{Clock(_clock.GetUtcNow().UtcDateTime)} past due {IsPastDue(call)}, "
            + $"last {(last == default ? "none" : Clock(last))}, next {Clock(status.GetProperty("Next").GetDateTime())}");
    });

    private FakeFunction WeeklyTimer => FakeFunction.Timer(
        nameof(WeeklyTimer),
        "0 0 9 * * 1",
        call => call.NoteAsync($"{Clock(_clock.GetUtcNow().UtcDateTime)} weekly{(IsPastDue(call) ? " late" : "")}"));

    private static FakeFunction FailingTimer => FakeFunction.Timer(
        nameof(FailingTimer), Hourly, _ => Task.FromException(new InvalidOperationException("The disk is full.")));

    private static FakeFunction SlowTimer => FakeFunction.Timer(nameof(SlowTimer), Hourly, async call =>
    {
        call.Recorder.Add("begin");
        await call.Recorder.Gate.Task.WaitAsync(call.Cancellation);
        call.Recorder.Add(IsPastDue(call) ? "late end" : "end");
    });

    private static FakeFunction StartupTimer => FakeFunction.Timer(
        nameof(StartupTimer), Hourly, call => call.NoteAsync($"started, monitored {IsMonitored(call)}"), false, runOnStartup: true);

    private static FakeFunction FrequentTimer => FakeFunction.Timer(
        nameof(FrequentTimer), "%Often%", call => call.NoteAsync($"monitored {IsMonitored(call)}"));

    private static bool IsPastDue(FakeInvocation call) => call.Json.GetProperty("IsPastDue").GetBoolean();

    private static bool IsMonitored(FakeInvocation call) => call.Json.GetProperty("ScheduleStatus").ValueKind != JsonValueKind.Null;

    private static string Clock(DateTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private Task<TestHost> StartAsync(FakeFunction function, MemoryScheduleStore store) => TestHost.StartAsync(new TestHostOptions(function)
    {
        Time = _clock,
        Store = store,
        Settings =
        {
            ["AzureWebJobsStorage"] = "DefaultEndpointsProtocol=http;AccountName=x;AccountKey=eA==;",
            ["Often"] = "*/20 * * * * *",
        },
    });

    private Task WaitUntilPendingAsync() =>
        Poll.UntilAsync(() => Task.FromResult(_clock.PendingTimers > 0), TimeSpan.FromSeconds(30));
}
