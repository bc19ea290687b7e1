using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Scoring.Refresh;
using Pipeline.Testing;
using Pipeline.Time;
using Xunit.Abstractions;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Cost;

/// <summary>What a night costs when few of many leads cross a threshold.</summary>
public sealed class DecayNightTests(ITestOutputHelper output) : IDisposable
{
    private const int Leads = 100_000;
    private const int Crossing = 1_000;

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Night_OneOfAHundredLeadsCrosses_CostsAtMostSixThousandCalls()
    {
        var exit = await AddCrossingAsync();
        await AddOthersAsync(exit.AddDays(40));
        _bed.Clock.AdvanceTo(exit.AddDays(-1));
        await _bed.Get<DecaySchedule>().EnqueueAsync(default);
        await _bed.DrainAsync();
        _bed.Clock.AdvanceTo(_bed.Get<LocalTime>().NextMidnight(_bed.Get<LocalTime>().DayOf(exit)).AddHours(2));
        _bed.Calls.Reset();

        var put = await _bed.Get<DecaySchedule>().EnqueueAsync(default);
        await _bed.DrainAsync();

        output.WriteLine($"{_bed.Calls.Total} calls: {_bed.Calls.Summary}");
        Assert.Equal(Crossing, put);
        Assert.InRange(_bed.Calls.Total, Crossing, 6_000);
        for (var i = 0; i < Crossing; i += 37)
        {
            var profile = (await _bed.Get<ILeadStore>().GetProfileAsync(Lead($"p{i}"), default)).Value!;
            Assert.Equal((StageNames.Recycled, exit), (profile.Stage, profile.StageSince));
        }

        Assert.Empty(await _bed.Get<IDayIndex>().ListAsync(DayEntryKind.Due, _bed.Get<LocalTime>().DayOf(exit), default));
    }

    private async Task<DateTimeOffset> AddCrossingAsync()
    {
        foreach (var chunk in Enumerable.Range(0, Crossing).Chunk(10))
        {
            await _bed.HandleAsync(PipelineBed.Message([.. chunk.SelectMany(i => Fills($"p{i}"))]));
        }

        await _bed.DrainAsync();
        var lead = (await _bed.Get<LeadQueries>().GetAsync(Lead("p0"), _bed.Clock.GetUtcNow().AddDays(90), default))!;
        return lead.Stages.Single(transition => transition.Stage == StageNames.Recycled).At;
    }

    private static IEnumerable<CapturedEvent> Fills(string name) => Enumerable.Range(0, 6).Select(day =>
        (Form($"{name}-{day}", (day - 6) * 24 * 60, name, $"v{name}") with { Form = day % 2 == 0 ? "demo" : "contact" }).Queued());

    // Nothing reads the facts of those that cross nothing, so they have none.
    private async Task AddOthersAsync(DateTimeOffset dueAt)
    {
        var pattern = (await _bed.Get<ILeadStore>().GetProfileAsync(Lead("p0"), default)).Value!;
        var due = _bed.Get<LocalTime>().DayOf(dueAt);
        for (var i = Crossing; i < Leads; i++)
        {
            var profile = pattern with { LeadId = Lead($"p{i}"), Email = Email($"p{i}"), DueAt = dueAt, DueDay = LocalTime.Text(due) };
            await _bed.Get<IRankIndex>().AddAsync(profile.RankKey, profile.LeadId, default);
            await _bed.Get<IDayIndex>().AddAsync(DayEntryKind.Due, due, profile.LeadId, default);
            await _bed.Get<ILeadStore>().SaveProfileAsync(profile, null, [], default);
        }
    }
}
