using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Identity;
using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Reports;
using Pipeline.Reports.Paths;
using Pipeline.Reports.Quality;
using Pipeline.Rollups;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Reports.Explanations;

/// <summary>Ways of visitors that became no lead, read from the roll-ups instead of every visitor's state.</summary>
public sealed class VisitPathTests : IDisposable
{
    private const int Days = 60;

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Paths_VisitorsWithoutLead_AreWhatTheirStatesSay()
    {
        await FillAsync();
        foreach (var (period, window) in new[]
        {
            ("from=2026-01-01", 90),
            ("from=2026-02-10&to=2026-02-20", 90),
            ("from=2026-02-20&to=2026-03-02&window=9", 9),
        })
        {
            var query = Query(period);

            var report = (PathsReport)await _bed.Get<PathsKind>().AnswerAsync(query, default);

            var expected = (await ExpectedAsync(query, window))
                .GroupBy(path => path)
                .ToDictionary(path => path.Key, path => path.LongCount());
            Assert.True(expected.Count > 3);
            Assert.Equal(
                expected.OrderBy(item => item.Key, StringComparer.Ordinal),
                report.Rows.Where(row => row.NonConversions > 0)
                    .ToDictionary(row => row.Path, row => row.NonConversions)
                    .OrderBy(item => item.Key, StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Paths_LongerPeriod_CostsNoCallADayOrVisitor()
    {
        await FillAsync();

        var few = await CallsAsync("from=2026-02-01&to=2026-02-28");
        var many = await CallsAsync("from=2026-01-05&to=2026-02-28");

        // The months before the first visit have no days; a month more is three queries.
        Assert.InRange(many, 1, few + 40);
        Assert.Equal(0, _bed.Calls.Count(TableNames.Days));
        Assert.Equal(0, _bed.Calls.Count(TableNames.Visitors));
    }

    [Fact]
    public async Task Paths_LinkUndone_CountsTheVisitorAgain()
    {
        var form = Form("f", 1, "ann").Queued();
        await _bed.CaptureAsync(View("a", 0, "/", "twitter"), form);
        Assert.Equal(0, await NonConversionsAsync());

        await _bed.Get<LinkUndo>().UndoAsync(Lead("ann"), Link(Form("f", 1, "ann")).Key, new ActionNote("olga", "wrong"), default);
        await _bed.DrainAsync();

        Assert.Equal(1, await NonConversionsAsync());
    }

    [Fact]
    public async Task Paths_DayOfAnOlderVersion_IsReadFromTheStatesAndRolledUpAgain()
    {
        await FillAsync();
        var expected = await TextAsync();
        var table = _bed.Memory![TableNames.Rollups];
        var old = _bed.Memory!.Rows(TableNames.Rollups).Where(row => row.RowKey.StartsWith("w|2026-02", StringComparison.Ordinal)).ToList();
        foreach (var row in old)
        {
            await table.WriteAsync([RowWrite.Remove(row.PartitionKey, row.RowKey)], default);
        }

        Assert.Equal(expected, await TextAsync());
        Assert.Equal(28, (await _bed.Get<IRollupDays>().ListDirtyAsync(default)).Count);

        _bed.Clock.Advance(TimeSpan.FromMinutes(20));
        await _bed.NightAsync();

        Assert.Equal(28, _bed.Memory!.Rows(TableNames.Rollups).Count(row => row.RowKey.StartsWith("w|2026-02", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Quality_DeviceOfThreeLeads_CountsInPeriodsWithItsVisits()
    {
        await _bed.CaptureAsync(
            View("a", -48 * 60),
            Form("f1", 0, "ann").Queued(),
            Form("f2", 10, "bob").Queued(),
            Form("f3", 20, "cid").Queued(),
            View("other", 5, visitor: "vother"));
        foreach (var day in new[] { -2, -1, 0 })
        {
            await _bed.Get<DayRollups>().RollUpAsync(new DateOnly(2026, 3, 2).AddDays(day), default);
        }

        long[] expected = [1, 1, 0];
        Assert.Equal(expected, await Task.WhenAll(
            new[] { "from=2026-02-01", "from=2026-02-28&to=2026-02-28", "from=2026-03-01&to=2026-03-01" }.Select(SharedAsync)));
    }

    [Fact]
    public async Task Profile_KeepsTheVisitorsThatAreLinked()
    {
        await _bed.CaptureAsync(View("a", 0), Form("f", 1, "ann").Queued(), Form("g", 30, "ann", "vother").Queued());

        var visitors = (await _bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!.Insight.Visitors!;

        Assert.Equal(
            new[] { new LinkedVisitor(Visitor, At(1), false), new LinkedVisitor("vother", At(30), false) }.OrderBy(
                visitor => visitor.VisitorId, StringComparer.Ordinal),
            visitors);
    }

    private async Task FillAsync()
    {
        var random = new Random(7);
        string?[] sources = [null, "twitter", "linkedin", "newsletter"];
        for (var day = Days; day > 0; day--)
        {
            for (var i = 0; i < 4; i++)
            {
                var visitor = $"v{random.Next(40)}";
                var at = (-day * 24 * 60) + random.Next(600);
                var view = View($"{day}-{i}", at, "/", sources[random.Next(4)], visitor) with { Automatic = random.Next(9) == 0 };
                await _bed.HandleAsync(
                    PipelineBed.Message(random.Next(12) == 0 ? [view, Form($"{day}-{i}-f", at + 1, visitor, visitor).Queued()] : [view]));
            }
        }

        await _bed.DrainAsync();
        _bed.Clock.Advance(TimeSpan.FromMinutes(20));
        await _bed.NightAsync();
    }

    // Straight from the visitors' states: who was there in the period and is linked to nobody at its end.
    private async Task<IReadOnlyList<string>> ExpectedAsync(ReportQuery query, int window)
    {
        var (start, end) = (_bed.Get<LocalTime>().StartOf(query.From), _bed.Get<LocalTime>().NextMidnight(query.To));
        var paths = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            if ((await _bed.Get<IVisitorStore>().GetStateAsync($"v{i}", default)).Value is { } state
                && !state.Links.Any(link => link.OccurredAt < end))
            {
                var visits = state.Visits.Where(visit => !visit.Automatic && visit.StartedAt < end).ToList();
                var seen = visits.Where(visit => visit.StartedAt >= end.AddDays(-window)).Select(visit => visit.Source.Channel).ToList();
                if (visits.Exists(visit => visit.StartedAt >= start))
                {
                    paths.Add(seen.Count == 0 ? UnknownSource.Channel : WayNames.Of(seen));
                }
            }
        }

        return paths;
    }

    private async Task<int> CallsAsync(string period)
    {
        _bed.Calls.Reset();
        await _bed.Get<PathsKind>().AnswerAsync(Query(period), default);
        return _bed.Calls.Total;
    }

    private async Task<long> NonConversionsAsync() =>
        ((PathsReport)await _bed.Get<PathsKind>().AnswerAsync(Query("from=2026-03-02"), default)).Total.NonConversions;

    private async Task<string> TextAsync() => string.Join(
        '\n', ((PathsReport)await _bed.Get<PathsKind>().AnswerAsync(Query("from=2026-01-05&to=2026-03-01"), default)).Rows);

    private async Task<long> SharedAsync(string period) =>
        ((QualityReport)await _bed.Get<QualityKind>().AnswerAsync(Query(period), default)).SharedDevices;

    private ReportQuery Query(string query)
    {
        var values = query.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return ReportQuery.Read(values.GetValueOrDefault, _bed.Clock.GetUtcNow(), _bed.Get<LocalTime>(), []);
    }
}
