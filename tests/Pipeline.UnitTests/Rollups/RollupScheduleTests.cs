using System.Text;
using Pipeline.Days;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Pages;
using Pipeline.Rollups;
using Pipeline.Settings;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Rollups;

public sealed class RollupScheduleTests : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public Task InitializeAsync() => _bed.Get<ILeadPageStore>().MarkCompleteAsync(default);

    public Task DisposeAsync()
    {
        _bed.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Enqueue_UntilEveryLeadIsOnItsPage_AsksForThatToo()
    {
        using var bed = PipelineBed.InMemory();
        // As a release stored it that knew no pages.
        await bed.Get<ILeadStore>().SaveProfileAsync(Sample.Profile(Lead("ann"), Email("ann"), At(0)), null, [], default);

        Assert.Null(await bed.Get<ListedLeads>().ListAsync(default));
        await bed.NightAsync();

        Assert.Equal([Lead("ann")], (await bed.Get<ListedLeads>().ListAsync(default))!.Select(lead => lead.LeadId));
        bed.Calls.Reset();
        await bed.NightAsync();
        Assert.Equal((1, 1), (bed.Calls.Count(TableNames.LeadPages, StorageCallKind.Get), bed.Calls.Count(TableNames.LeadPages)));
    }

    [Theory]
    [InlineData(59, 1)]
    [InlineData(60, 2)]
    public async Task MarkDirty_AgainByTheSameProcess_IsWrittenOnceAMinute(int seconds, int writes)
    {
        var days = _bed.Get<IRollupDays>();
        await days.MarkDirtyAsync([Today], _bed.Clock.GetUtcNow(), default);

        await days.MarkDirtyAsync([Today], _bed.Clock.GetUtcNow().AddSeconds(seconds), default);

        Assert.Equal(writes, _bed.Calls.Count(TableNames.Rollups, StorageCallKind.Write));
    }

    [Fact]
    public async Task Enqueue_FirstNight_AsksForToday() => Assert.Equal([Today], await EnqueueAsync());

    [Fact]
    public async Task Enqueue_AfterMissedNights_AsksForEveryDaySinceTheLast()
    {
        await EnqueueAsync();
        _bed.Clock.Advance(TimeSpan.FromDays(4));

        Assert.Equal([Today, Today.AddDays(1), Today.AddDays(2), Today.AddDays(3), Today.AddDays(4)], await EnqueueAsync());
        Assert.Equal([Today.AddDays(4)], await EnqueueAsync());
    }

    [Fact]
    public async Task Enqueue_MarkedDay_IsAskedForOnce()
    {
        await EnqueueAsync();
        await _bed.Get<IRollupDays>().MarkDirtyAsync([Today.AddDays(-40), Today], _bed.Clock.GetUtcNow(), default);

        Assert.Equal([Today.AddDays(-40), Today], await EnqueueAsync());
    }

    [Fact]
    public async Task Enqueue_StopsHalfWay_AsksForTheSameDaysAgain()
    {
        await EnqueueAsync();
        _bed.Clock.Advance(TimeSpan.FromDays(2));
        _bed.Calls.CrashAt(4, afterEffect: true);
        await Assert.ThrowsAsync<CrashException>(EnqueueAsync);
        _bed.Calls.Revive();
        while (_bed.Queue.Take() is not null)
        {
        }

        Assert.Equal([Today, Today.AddDays(1), Today.AddDays(2)], await EnqueueAsync());
    }

    [Fact]
    public async Task Enqueue_MinutesAfterMidnight_DoesTheDayBeforeOnceMore()
    {
        var midnight = _bed.Get<LocalTime>().NextMidnight(Today);
        _bed.Clock.AdvanceTo(midnight.AddMinutes(-1));
        await _bed.Get<CurrentLeadIds>().GetDeploymentAsync(default);
        _bed.Clock.AdvanceTo(midnight.AddMinutes(14));
        Assert.Equal([Today, Today.AddDays(1)], await EnqueueAsync());

        _bed.Clock.AdvanceTo(midnight.AddMinutes(15));

        Assert.Equal([Today, Today.AddDays(1)], await EnqueueAsync());
        Assert.Equal([Today.AddDays(1)], await EnqueueAsync());
    }

    [Fact]
    public async Task Night_VisitOfTheLastSecondStoredAfterMidnight_IsRolledUpTheNextNight()
    {
        var midnight = _bed.Get<LocalTime>().NextMidnight(Today);
        _bed.Clock.AdvanceTo(midnight.AddSeconds(-1));
        await _bed.Get<CurrentLeadIds>().GetDeploymentAsync(default);
        _bed.Calls.Before = async call =>
        {
            if (call.Target == "Visitors" && call.Kind == StorageCallKind.Write)
            {
                _bed.Calls.Before = null;
                _bed.Clock.AdvanceTo(midnight.AddSeconds(5));
                await _bed.NightAsync();
            }
        };
        await _bed.HandleAsync(
            PipelineBed.Message(View("a", 0) with { OccurredAt = midnight.AddSeconds(-2), ReceivedAt = midnight.AddSeconds(-2) }));

        _bed.Clock.Advance(TimeSpan.FromDays(1));
        await _bed.NightAsync();

        Assert.Equal(1, Assert.Single(await _bed.Get<IRollupStore>().ListAsync(Today, Today, default)).Rows.Sum(row => row.Visits));
    }

    private async Task<List<DateOnly>> EnqueueAsync()
    {
        await _bed.Get<RollupSchedule>().EnqueueAsync(default);
        var days = new List<DateOnly>();
        while (_bed.Queue.Take() is { } message)
        {
            Assert.True(RollupMessage.TryParse(Encoding.UTF8.GetBytes(message.Text), out var parsed, out _));
            days.Add(parsed.Day);
        }

        return days;
    }
}
