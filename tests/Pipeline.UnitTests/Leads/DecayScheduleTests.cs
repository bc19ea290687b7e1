using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Settings;
using Pipeline.Testing;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads;

public sealed class DecayScheduleTests : IDisposable
{
    private readonly PipelineBed bed = PipelineBed.InMemory();

    public void Dispose() => bed.Dispose();

    [Fact]
    public async Task Enqueue_DueLeadAfterMissedNights_LeavesMqlAtTheExactInstant()
    {
        var due = await MqlAsync();
        var later = await bed.Get<LeadQueries>().GetAsync(Lead("ann"), due.AddDays(60), default);
        var exit = later!.Stages.Single(transition => transition.Stage == StageNames.Recycled).At;
        bed.Clock.AdvanceTo(exit.AddDays(3));

        await bed.Get<DecaySchedule>().EnqueueAsync(default);
        await bed.DrainAsync();

        var profile = (await bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;
        Assert.Equal(StageNames.Recycled, profile.Stage);
        Assert.Equal(exit, profile.StageSince);
    }

    [Fact]
    public async Task Enqueue_NothingDue_PutsNothing()
    {
        var due = await MqlAsync();
        bed.Clock.AdvanceTo(due.AddDays(-2));

        Assert.Equal(0, await bed.Get<DecaySchedule>().EnqueueAsync(default));
        Assert.Empty(bed.Queue.Waiting);
    }

    [Fact]
    public async Task Enqueue_TwiceOrEveryNight_EndsInTheSameProfile()
    {
        var due = await MqlAsync();
        for (var night = 0; bed.Clock.GetUtcNow() < due.AddDays(2); night++)
        {
            bed.Clock.Advance(TimeSpan.FromDays(1));
            await bed.NightAsync();
            await bed.NightAsync();
        }

        using var other = PipelineBed.InMemory();
        await MqlAsync(other);
        other.Clock.AdvanceTo(bed.Clock.GetUtcNow());
        await other.NightAsync();

        Assert.Equal(
            await other.DumpViewsAsync([Visitor], [Lead("ann")], new DateOnly(2026, 3, 1)),
            await bed.DumpViewsAsync([Visitor], [Lead("ann")], new DateOnly(2026, 3, 1)));
    }

    [Fact]
    public async Task Enqueue_MinutesAfterMidnight_LeavesTheDayBeforeOpen()
    {
        await MqlAsync();
        var localTime = bed.Get<LocalTime>();
        var midnight = localTime.EndOf(localTime.DayOf(bed.Clock.GetUtcNow()));
        bed.Clock.AdvanceTo(midnight.AddMinutes(1));
        await bed.Get<DecaySchedule>().EnqueueAsync(default);

        // A refresh that began before midnight and ends now lists the lead under the day before.
        await bed.Get<IDayIndex>().AddAsync(DayEntryKind.Due, localTime.DayOf(midnight).AddDays(-1), Lead("ann"), default);
        bed.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, await bed.Get<DecaySchedule>().EnqueueAsync(default));
    }

    [Fact]
    public async Task Enqueue_HundredsDue_PutsMessagesOfAHundred()
    {
        await bed.Get<LeadIdSource>().GetDeploymentAsync(default);
        for (var i = 0; i < 250; i++)
        {
            await bed.Get<IDayIndex>().AddAsync(DayEntryKind.Due, new DateOnly(2026, 3, 2), Lead($"p{i}"), default);
        }

        Assert.Equal(250, await bed.Get<DecaySchedule>().EnqueueAsync(default));
        Assert.Equal(3, bed.Queue.Waiting.Count);
    }

    [Fact]
    public async Task Enqueue_EventDatedAhead_CountsFromItsDay()
    {
        await bed.CaptureAsync(Form("f", 0, "ann").Queued(), View("p", 2 * 24 * 60, "/pricing"));
        var before = (await bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;

        bed.Clock.AdvanceTo(Start.AddDays(2).AddMinutes(-1));
        await bed.NightAsync();
        var justBefore = (await bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;
        bed.Clock.AdvanceTo(Start.AddDays(3));
        await bed.NightAsync();
        var after = (await bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;

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
        var at = bed.Clock.GetUtcNow().AddSeconds(secondsAhead);
        await bed.CaptureAsync(Form("f", 0, "ann").Queued(), View("p", 0, "/pricing") with { OccurredAt = at, ReceivedAt = at });

        bed.Clock.AdvanceTo(at);
        await bed.DrainAsync();

        var profile = (await bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;
        Assert.Equal(isRepeated ? at : Start, profile.LastActivityAt);
    }

    private Task<DateTimeOffset> MqlAsync() => MqlAsync(bed);

    private static async Task<DateTimeOffset> MqlAsync(PipelineBed on)
    {
        CapturedEvent[] events = [.. Enumerable.Range(0, 6).Select(day => Form($"f{day}", (day - 6) * 24 * 60, "ann") with { Form = day % 2 == 0 ? "demo" : "contact" })];
        await on.CaptureAsync([.. events.Select(captured => captured.Queued()), View("p", 0, "/pricing"), View("d", 1, "/demo")]);
        var profile = (await on.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;
        Assert.Equal(StageNames.Mql, profile.Stage);
        return profile.DueAt!.Value;
    }
}
