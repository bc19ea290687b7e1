using Pipeline.Days;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Reports;
using Pipeline.Reports.Nurture;
using Pipeline.Rollups;
using Pipeline.Scoring.Documents;
using Pipeline.Scoring.Refresh;
using Pipeline.Settings;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Scoring.Refresh;

/// <summary>Scores at the end of a month; the facts lie on 2 March 2026, and a month ends at 24:00 in Paris.</summary>
public sealed class MonthEndsTests : IDisposable
{
    private const double Day = 24 * 60;
    private static readonly Month March = new(2026, 3);
    private static readonly Month April = new(2026, 4);

    // Summer time has begun: 1 April begins at 22:00 UTC.
    private static readonly DateTimeOffset EndOfMarch = new(2026, 3, 31, 22, 0, 0, TimeSpan.Zero);

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Night_AfterTheLastDay_KeepsTheScoresOfTheMonthsLeads()
    {
        await PeopleAsync();
        _bed.Clock.AdvanceTo(EndOfMarch.AddMilliseconds(-1));
        await _bed.NightAsync();
        Assert.Empty(await SnapshotAsync(March));

        _bed.Clock.AdvanceTo(EndOfMarch);
        await _bed.NightAsync();

        var snapshot = await SnapshotAsync(March);
        Assert.Equal(2, snapshot.Count);
        Assert.Equal(await ScoreAtAsync("ann", EndOfMarch), Math.Round(snapshot[Lead("ann")], 2));
        Assert.Equal(await ScoreAtAsync("bob", EndOfMarch), Math.Round(snapshot[Lead("bob")], 2));
        Assert.Empty(await SnapshotAsync(April));
    }

    [Fact]
    public async Task Night_MissedThreeTimesAndRunTwice_KeepsTheSameScores()
    {
        await PeopleAsync();
        using var other = PipelineBed.InMemory();
        await PeopleAsync(other);
        other.Clock.AdvanceTo(EndOfMarch.AddHours(1));
        await other.NightAsync();

        _bed.Clock.AdvanceTo(EndOfMarch.AddDays(3));
        await _bed.NightAsync();
        var version = ETags();
        await _bed.NightAsync();

        Assert.Equal(await other.Get<IMonthEndStore>().ListAsync(March, default), await SnapshotAsync(March));
        Assert.Equal(version, ETags());
    }

    [Fact]
    public async Task Event_ThatComesLate_ChangesTheScoreOfItsMonth()
    {
        await PeopleAsync();
        _bed.Clock.AdvanceTo(EndOfMarch.AddHours(2));
        await _bed.NightAsync();
        var before = await SnapshotAsync(March);

        _bed.Clock.Advance(TimeSpan.FromHours(12));
        await _bed.CaptureAsync(View("late", 20 * Day, "/pricing"), Form("late-cy", 20 * Day, "cy", "vcy").Queued());
        _bed.Clock.Advance(TimeSpan.FromHours(12));
        await _bed.NightAsync();

        var after = await SnapshotAsync(March);
        Assert.Equal(3, after.Count);
        Assert.True(after[Lead("ann")] > before[Lead("ann")]);
        Assert.Equal(before[Lead("bob")], after[Lead("bob")]);
        Assert.Equal(await ScoreAtAsync("ann", EndOfMarch), Math.Round(after[Lead("ann")], 2));
    }

    [Fact]
    public async Task Event_OfTheNextMonth_DoesNotCount()
    {
        await PeopleAsync();
        _bed.Clock.AdvanceTo(EndOfMarch.AddHours(2));
        await _bed.NightAsync();
        var before = await SnapshotAsync(March);

        await _bed.CaptureAsync(View("first", (EndOfMarch - Start).TotalMinutes, "/pricing"));
        _bed.Clock.Advance(TimeSpan.FromDays(1));
        await _bed.NightAsync();

        Assert.Equal(before, await SnapshotAsync(March));
        Assert.Empty(await _bed.Get<IRollupDays>().ListDirtyAsync(default));
    }

    [Fact]
    public async Task Lead_ThatBecomesAnAlias_LeavesTheSnapshot()
    {
        await PeopleAsync();
        _bed.Clock.AdvanceTo(EndOfMarch.AddHours(2));
        await _bed.NightAsync();

        await _bed.Get<AliasRequests>().AliasAsync(new AliasChange(Email("ann"), Email("bob"), new ActionNote(null, null)), default);
        await _bed.DrainAsync();
        _bed.Clock.Advance(TimeSpan.FromDays(1));
        await _bed.NightAsync();

        Assert.Equal([Lead("ann")], (await SnapshotAsync(March)).Keys);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public async Task Rules_ActivatedAroundTheEnd_CountWhenTheyWereActiveThen(int days, bool count)
    {
        await PeopleAsync();
        using var other = PipelineBed.InMemory();
        await PeopleAsync(other);
        _bed.Clock.AdvanceTo(EndOfMarch.AddDays(days));
        var rules = ScoringRules.Default with { HalfLifeDays = 60 };
        await _bed
            .Get<SettingsHandler>()
            .PutAsync(new SettingsEdit("scoring", null, new ActionNote(null, null)), rules.ToJson(), activate: true, default);
        _bed.Clock.Advance(TimeSpan.FromMinutes(5));
        await _bed.DrainAsync();
        _bed.Clock.AdvanceTo(EndOfMarch.AddDays(2));
        other.Clock.AdvanceTo(EndOfMarch.AddDays(2));
        await _bed.NightAsync();
        await other.NightAsync();

        var shipped = await other.Get<IMonthEndStore>().ListAsync(March, default);
        Assert.Equal(count, (await SnapshotAsync(March))[Lead("ann")] > shipped[Lead("ann")]);
        Assert.Equal(!count, (await SnapshotAsync(March))[Lead("ann")] == shipped[Lead("ann")]);
    }

    [Fact]
    public async Task Nurture_OfAMonthThatIsOver_ReadsTheSnapshot()
    {
        await PeopleAsync();
        _bed.Clock.AdvanceTo(EndOfMarch.AddHours(2));
        await _bed.NightAsync();
        var before = await ProfileAsync();
        var stored = await SnapshotAsync(March);

        await _bed.Get<IMonthEndStore>().ReplaceAsync(March, stored.ToDictionary(item => item.Key, _ => 60.0), default);

        Assert.Equal(2, before.Sum(bucket => bucket.Leads));
        Assert.DoesNotContain(before, bucket => bucket is { From: 50, Leads: 2 });
        Assert.Contains(await ProfileAsync(), bucket => bucket is { From: 50, Leads: 2 });
    }

    [Fact]
    public async Task Rebuild_OfASnapshotThatIsLost_MakesItAnew()
    {
        await PeopleAsync();
        _bed.Clock.AdvanceTo(EndOfMarch.AddHours(2));
        await _bed.NightAsync();
        var before = await SnapshotAsync(March);
        await _bed.Get<IMonthEndStore>().ReplaceAsync(March, new Dictionary<string, double> { [Lead("nobody")] = 7 }, default);

        await _bed.Get<DayRollups>().RollUpAsync(new DateOnly(2026, 3, 31), default);

        Assert.Equal(before, await SnapshotAsync(March));
    }

    private async Task PeopleAsync(PipelineBed? of = null)
    {
        var some = of ?? _bed;
        await some.CaptureAsync(View("a", -5, "/pricing"), Form("f", 0, "ann").Queued(), Form("g", 10, "bob", "vbob").Queued());
    }

    private Task<IReadOnlyDictionary<string, double>> SnapshotAsync(Month month) => _bed.Get<IMonthEndStore>().ListAsync(month, default);

    private async Task<double> ScoreAtAsync(string name, DateTimeOffset at) =>
        (double)(await _bed.Get<LeadQueries>().GetAsync(Lead(name), at, default))!.Lead.Score;

    private string[] ETags() =>
        [.. _bed.Memory!.Rows(TableNames.Rollups)
            .Where(row => row.PartitionKey == "scores|2026-03")
            .Select(row => $"{row.RowKey} {row.ETag}")];

    private async Task<IReadOnlyList<ScoreBucket>> ProfileAsync()
    {
        var query = ReportQuery.Read(
            name => name switch
            {
                "from" => "2026-03-01",
                "to" => "2026-03-31",
                _ => null
            }, _bed.Clock.GetUtcNow(), _bed.Get<LocalTime>(), []);
        return ((NurtureReport)await _bed.Get<NurtureKind>().AnswerAsync(query, default)).Months.Single().ScoreProfile;
    }
}
