using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Timers;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Embedded.Worker;

public sealed class TimerTests
{
    private const string Hourly = "0 0 * * * *";
    private static readonly DateTime s_nine = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Timer_WhenDue_RunsAndKeepsStatus()
    {
        var store = new MemoryScheduleStore();
        await using var host = await StartAsync<HourlyTimer>(store);
        Assert.Equal(new StoredSchedule(Hourly, default, s_nine.AddHours(1), s_nine), await store.NextSavedAsync());

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, host.Recorder.Count);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("10:00 past due False, last none, next 10:00", await host.Recorder.NextAsync());
        Assert.Equal(new StoredSchedule(Hourly, s_nine.AddHours(1), s_nine.AddHours(2), s_nine.AddHours(1)), await store.NextSavedAsync());
    }

    [Fact]
    public async Task Timer_OverSeveralDays_RunsAtEachOccurrence()
    {
        var store = new MemoryScheduleStore();
        await using var host = await StartAsync<WeeklyTimer>(store);
        await store.NextSavedAsync();

        // Longer than the longest single wait, so that the wait is renewed on the way.
        for (var day = 0; day < 7; day++)
        {
            await WaitUntilPendingAsync();
            _clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal("09:00 weekly", await host.Recorder.NextAsync());
        Assert.Equal(s_nine.AddDays(14), (await store.NextSavedAsync()).Next);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public async Task Timer_ThatMissedRuns_RunsOncePastDue(int missedHours)
    {
        var last = s_nine.AddHours(-missedHours - 1);
        var store = new MemoryScheduleStore(new StoredSchedule(Hourly, last, last.AddHours(1), last));
        await using var host = await StartAsync<HourlyTimer>(store);

        Assert.Equal($"09:00 past due True, last {Clock(last)}, next {Clock(last.AddHours(1))}", await host.Recorder.NextAsync());
        Assert.Equal(s_nine.AddHours(1), (await store.NextSavedAsync()).Next);
        Assert.Equal(0, host.Recorder.Count);
    }

    [Fact]
    public async Task Timer_NotYetDueAfterRestart_WaitsForItsStoredTime()
    {
        var store = new MemoryScheduleStore(new StoredSchedule(Hourly, s_nine.AddHours(-1), s_nine.AddMinutes(1), s_nine.AddHours(-1)));
        await using var host = await StartAsync<HourlyTimer>(store);

        await WaitUntilPendingAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.StartsWith("09:01 past due False", await host.Recorder.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_WithChangedSchedule_DiscardsTheStatus()
    {
        var store = new MemoryScheduleStore(new StoredSchedule("0 30 * * * *", s_nine.AddDays(-2), s_nine.AddDays(-1), s_nine.AddDays(-2)));
        await using var host = await StartAsync<HourlyTimer>(store);

        Assert.Equal(new StoredSchedule(Hourly, default, s_nine.AddHours(1), s_nine), await store.NextSavedAsync());
        Assert.Equal(0, host.Recorder.Count);
    }

    [Fact]
    public async Task Timer_ThatThrows_IsLoggedAndGoesOn()
    {
        var store = new MemoryScheduleStore();
        await using var host = await StartAsync<FailingTimer>(store);
        await store.NextSavedAsync();

        _clock.Advance(TimeSpan.FromHours(1));
        var first = await store.NextSavedAsync();
        await WaitUntilPendingAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        var second = await store.NextSavedAsync();

        Assert.Equal((s_nine.AddHours(2), s_nine.AddHours(3)), (first.Next, second.Next));
        Assert.Equal(2, host.Log.Errors.Count);
        Assert.All(host.Log.Errors, line => Assert.StartsWith("Timer function FailingTimer failed", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Timer_StillRunningWhenDueAgain_RunsAfterwardsNotBeside()
    {
        var store = new MemoryScheduleStore();
        await using var host = await StartAsync<SlowTimer>(store);
        await store.NextSavedAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("begin", await host.Recorder.NextAsync());

        _clock.Advance(TimeSpan.FromHours(2.5));
        Assert.Equal(0, host.Recorder.Count);
        host.Recorder.Gate.SetResult();

        Assert.Equal("end", await host.Recorder.NextAsync());
        Assert.Equal(s_nine.AddHours(4), (await store.NextSavedAsync()).Next);
        Assert.Equal(0, host.Recorder.Count);
    }

    [Fact]
    public async Task Timer_WithRunOnStartup_RunsAtOnce()
    {
        await using var host = await StartAsync<StartupTimer>(new MemoryScheduleStore());

        Assert.Equal("started, monitored False", await host.Recorder.NextAsync());
    }

    [Fact]
    public async Task Timer_MoreOftenThanOnceAMinute_IsNotMonitored()
    {
        await using var host = await StartAsync<FrequentTimer>(new MemoryScheduleStore());
        await WaitUntilPendingAsync();

        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal("monitored False", await host.Recorder.NextAsync());
    }

    [Fact]
    public async Task Stop_WhileTimerRuns_WaitsForIt()
    {
        var store = new MemoryScheduleStore();
        await using var host = await StartAsync<SlowTimer>(store);
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

        Assert.Equal(expected, schedule.Next(s_nine).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("24:00:00")]
    [InlineData("* * * *")]
    [InlineData("0 0 25 * * *")]
    [InlineData("0 0 0 L * *")]
    public void Schedule_ThatIsNoSchedule_IsRefused(string text) => Assert.False(TimerSchedule.TryParse(text, out _));

    private static string Clock(DateTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private Task<TestHost> StartAsync<T>(MemoryScheduleStore store) => TestHost.StartAsync(new TestHostOptions(typeof(T))
    {
        Time = _clock,
        Store = store,
        Settings = { ["AzureWebJobsStorage"] = "DefaultEndpointsProtocol=http;AccountName=x;AccountKey=eA==;", ["Often"] = "*/20 * * * * *" },
        Configure = builder => builder.Services.Add(new(typeof(TimeProvider), _clock)),
    });

    private async Task WaitUntilPendingAsync()
    {
        for (var i = 0; _clock.PendingTimers == 0; i++)
        {
            Assert.InRange(i, 0, 3000);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    public sealed class HourlyTimer(Recorder recorder, TimeProvider time)
    {
        [Function("HourlyTimer")]
        public void Run([TimerTrigger(Hourly)] TimerInfo timer)
        {
            var status = timer.ScheduleStatus!;
            recorder.Add($"{Clock(time.GetUtcNow().UtcDateTime)} past due {timer.IsPastDue}, last {(status.Last == default ? "none" : Clock(status.Last))}, next {Clock(status.Next)}");
        }
    }

    public sealed class WeeklyTimer(Recorder recorder, TimeProvider time)
    {
        [Function("WeeklyTimer")]
        public void Run([TimerTrigger("0 0 9 * * 1")] TimerInfo timer) => recorder.Add($"{Clock(time.GetUtcNow().UtcDateTime)} weekly{(timer.IsPastDue ? " late" : "")}");
    }

    public sealed class FailingTimer
    {
        [Function("FailingTimer")]
        public static Task Run([TimerTrigger(Hourly)] TimerInfo timer) => Task.FromException(new InvalidOperationException(timer.IsPastDue.ToString()));
    }

    public sealed class SlowTimer(Recorder recorder)
    {
        [Function("SlowTimer")]
        public async Task Run([TimerTrigger(Hourly)] TimerInfo timer, CancellationToken cancellationToken)
        {
            recorder.Add("begin");
            await recorder.Gate.Task.WaitAsync(cancellationToken);
            recorder.Add(timer.IsPastDue ? "late end" : "end");
        }
    }

    public sealed class StartupTimer(Recorder recorder)
    {
        [Function("StartupTimer")]
        public void Run([TimerTrigger(Hourly, RunOnStartup = true, UseMonitor = false)] TimerInfo timer) => recorder.Add("started, monitored " + (timer.ScheduleStatus is not null));
    }

    public sealed class FrequentTimer(Recorder recorder)
    {
        [Function("FrequentTimer")]
        public void Run([TimerTrigger("%Often%")] TimerInfo timer) => recorder.Add("monitored " + (timer.ScheduleStatus is not null));
    }
}
