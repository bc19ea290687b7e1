using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Scoring.Refresh;
using Pipeline.Settings;
using Pipeline.Testing;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Scoring.Refresh;

public sealed class DecayScheduleTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Enqueue_DueLeadAfterMissedNights_LeavesMqlAtTheExactInstant()
    {
        var due = await MqlAsync();
        var later = await _bed.Get<LeadQueries>().GetAsync(Lead("ann"), due.AddDays(60), default);
        var exit = later!.Stages.Single(transition => transition.Stage == StageNames.Recycled).At;
        _bed.Clock.AdvanceTo(exit.AddDays(3));

        await _bed.Get<DecaySchedule>().EnqueueAsync(default);
        await _bed.DrainAsync();

        var profile = (await _bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;
        Assert.Equal(StageNames.Recycled, profile.Stage);
        Assert.Equal(exit, profile.StageSince);
    }

    [Fact]
    public async Task Enqueue_NothingDue_PutsNothing()
    {
        var due = await MqlAsync();
        _bed.Clock.AdvanceTo(due.AddDays(-2));

        Assert.Equal(0, await _bed.Get<DecaySchedule>().EnqueueAsync(default));
        Assert.Empty(_bed.Queue.Waiting);
    }

    [Fact]
    public async Task Enqueue_TwiceOrEveryNight_EndsInTheSameProfile()
    {
        var due = await MqlAsync();
        for (var night = 0; _bed.Clock.GetUtcNow() < due.AddDays(2); night++)
        {
            _bed.Clock.Advance(TimeSpan.FromDays(1));
            await _bed.NightAsync();
            await _bed.NightAsync();
        }

        using var other = PipelineBed.InMemory();
        await MqlAsync(other);
        other.Clock.AdvanceTo(_bed.Clock.GetUtcNow());
        await other.NightAsync();

        Assert.Equal(
            await other.DumpViewsAsync([Visitor], [Lead("ann")], new DateOnly(2026, 3, 1)),
            await _bed.DumpViewsAsync([Visitor], [Lead("ann")], new DateOnly(2026, 3, 1)));
    }

    [Fact]
    public async Task Enqueue_MinutesAfterMidnight_LeavesTheDayBeforeOpen()
    {
        await MqlAsync();
        var localTime = _bed.Get<LocalTime>();
        var midnight = localTime.NextMidnight(localTime.DayOf(_bed.Clock.GetUtcNow()));
        _bed.Clock.AdvanceTo(midnight.AddMinutes(1));
        await _bed.Get<DecaySchedule>().EnqueueAsync(default);

        // A refresh that began before midnight and ends now lists the lead under the day before.
        await _bed.Get<IDayIndex>().AddAsync(DayEntryKind.Due, localTime.DayOf(midnight).AddDays(-1), Lead("ann"), default);
        _bed.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, await _bed.Get<DecaySchedule>().EnqueueAsync(default));
    }

    [Fact]
    public async Task Enqueue_HundredsDue_PutsMessagesOfAHundred()
    {
        await _bed.Get<CurrentLeadIds>().GetDeploymentAsync(default);
        for (var i = 0; i < 250; i++)
        {
            await _bed.Get<IDayIndex>().AddAsync(DayEntryKind.Due, new DateOnly(2026, 3, 2), Lead($"p{i}"), default);
        }

        Assert.Equal(250, await _bed.Get<DecaySchedule>().EnqueueAsync(default));
        Assert.Equal(3, _bed.Queue.Waiting.Count);
    }

    [Fact]
    public async Task Enqueue_EventDatedAhead_CountsFromItsDay()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued(), View("p", 2 * 24 * 60, "/pricing"));
        var before = (await _bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;

        _bed.Clock.AdvanceTo(Start.AddDays(2).AddMinutes(-1));
        await _bed.NightAsync();
        var justBefore = (await _bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;
        _bed.Clock.AdvanceTo(Start.AddDays(3));
        await _bed.NightAsync();
        var after = (await _bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;

        Assert.Equal((Start, Start.AddDays(2)), (before.LastActivityAt, before.DueAt));
        Assert.Equal((Start, Start.AddDays(2)), (justBefore.LastActivityAt, justBefore.DueAt));
        Assert.Equal(Start.AddDays(2), after.LastActivityAt);
        Assert.True(after.ScoreSum > before.ScoreSum / 2);
    }

    [Theory]
    [InlineData(900, true)]
    [InlineData(901, false)]
    public async Task Refresh_EventAMomentAhead_IsRepeatedThen(int secondsAhead, bool isRepeated)
    {
        var at = _bed.Clock.GetUtcNow().AddSeconds(secondsAhead);
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued(), View("p", 0, "/pricing") with { OccurredAt = at, ReceivedAt = at });

        _bed.Clock.AdvanceTo(at);
        await _bed.DrainAsync();

        var profile = (await _bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;
        Assert.Equal(isRepeated ? at : Start, profile.LastActivityAt);
    }

    private Task<DateTimeOffset> MqlAsync() => MqlAsync(_bed);

    private static async Task<DateTimeOffset> MqlAsync(PipelineBed on)
    {
        CapturedEvent[] events = [.. Enumerable
            .Range(0, 6)
            .Select(day => Form($"f{day}", (day - 6) * 24 * 60, "ann") with { Form = day % 2 == 0 ? "demo" : "contact" })];
        await on.CaptureAsync([.. events.Select(captured => captured.Queued()), View("p", 0, "/pricing"), View("d", 1, "/demo")]);
        var profile = (await on.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;
        Assert.Equal(StageNames.Mql, profile.Stage);
        return profile.DueAt!.Value;
    }
}
