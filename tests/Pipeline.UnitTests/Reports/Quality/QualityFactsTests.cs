using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Pipeline.Events;
using Pipeline.Problems;
using Pipeline.Rejected;
using Pipeline.Reports;
using Pipeline.Reports.Explanations;
using Pipeline.Reports.Quality;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Reports.Quality;

/// <summary>Quality counts what was rejected and shared on its local days and up to its moment, nothing later.</summary>
public sealed class QualityFactsTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("2026-03-01T22:59:59.999Z", "2026-03-01")]
    [InlineData("2026-03-01T23:00:00Z", "2026-03-02")]
    [InlineData("2026-03-02T00:00:00Z", "2026-03-02")]
    [InlineData("2026-03-02T22:59:59.999Z", "2026-03-02")]
    [InlineData("2026-03-29T21:59:59.999Z", "2026-03-29")]
    [InlineData("2026-03-29T22:00:00Z", "2026-03-30")]
    public async Task Rejected_AroundLocalMidnight_CountsOnItsLocalDay(string moment, string day)
    {
        _bed.Clock.AdvanceTo(At(30 * 24 * 60));
        await RejectAsync("a", moment);

        var found = await Facts.ListRejectedAsync(Query("2026-02-27", "2026-04-01"), default);

        Assert.Equal((LocalTime.Parse(day), Problem.Missing, 1L), Assert.Single(found));
        Assert.Equal(1, await CountAsync(Query(day, day)));
        Assert.Equal(0, await CountAsync(Query("2026-02-27", LocalTime.Text(LocalTime.Parse(day).AddDays(-1)))));
        Assert.Equal(0, await CountAsync(Query(LocalTime.Text(LocalTime.Parse(day).AddDays(1)), "2026-04-01")));
    }

    [Theory]
    [InlineData("07:07:29.999", 1)]
    [InlineData("07:07:30", 2)]
    [InlineData("07:14:59.999", 2)]
    [InlineData("07:15:00", 3)]
    [InlineData("08:00:00", 3)]
    public async Task Rejected_AtAMoment_CountsOnlyWhatHadBeenRejected(string at, int count)
    {
        await RejectAsync("a", "2026-03-02T07:07:00Z");
        await RejectAsync("b", "2026-03-02T07:07:30Z");
        await RejectAsync("c", "2026-03-02T07:15:00Z");

        var query = Query("2026-03-02", "2026-03-02", $"2026-03-02T{at}Z");
        var report = (QualityReport)await _bed.Get<QualityKind>().AnswerAsync(query, default);
        var opened = (ReportExplanation)await _bed.Get<QualityKind>().AnswerAsync(query with { Explain = "rejected" }, default);

        Assert.Equal((count, count), ((int)report.Rejected[Problem.Missing], (int)opened.Sum));
    }

    [Theory]
    [InlineData("07:14:59.999", RejectedCount.MaxKept)]
    [InlineData("07:15:00", RejectedCount.MaxKept + 5)]
    public async Task Rejected_BeyondWhatIsKept_CountsWhenItsQuarterIsOver(string at, int count)
    {
        for (var i = 0; i < RejectedCount.MaxKept + 5; i++)
        {
            await RejectAsync(i.ToString(CultureInfo.InvariantCulture), "2026-03-02T07:01:00Z");
        }

        Assert.Equal(count, await CountAsync(Query("2026-03-02", "2026-03-02", $"2026-03-02T{at}Z")));
    }

    [Fact]
    public async Task Rejected_CountedByAnEarlierVersion_CountsAtNoon()
    {
        await _bed.Get<ITables>()[TableNames.Rejected].WriteAsync(
            [RowWrite.Insert(new TableEntity(
                "2026-03-01", "2026-03-01|~missing") { ["Reason"] = "missing", ["Kept"] = 2, ["CountedOnly"] = 3L })], default);
        await RejectAsync("a", "2026-03-01T23:30:00Z");

        Assert.Equal((5, 1), (await CountAsync(Query("2026-03-01", "2026-03-01")), await CountAsync(Query("2026-03-02", "2026-03-02"))));
    }

    [Theory]
    [InlineData(29.9, 0)]
    [InlineData(30, 1)]
    public async Task SharedDevices_AtAMoment_AreThoseThatHadBeenFlagged(double minutes, int count)
    {
        await _bed.CaptureAsync(
            View("v", 0), Form("f1", 10, "ann").Queued(), Form("f2", 20, "bob").Queued(), Form("f3", 30, "cid").Queued());

        var query = Query("2026-03-02", "2026-03-02") with { At = At(minutes) };
        var report = (QualityReport)await _bed.Get<QualityKind>().AnswerAsync(query, default);
        var opened = (ReportExplanation)await _bed.Get<QualityKind>().AnswerAsync(query with { Explain = "shared_devices" }, default);

        Assert.Equal((count, count), ((int)report.SharedDevices, opened.Rows.Count));
    }

    private Task<bool> RejectAsync(string payload, string moment) => _bed.Get<IRejectedStore>().AddAsync(
        RejectedEvent.Create(
            "/e",
            [new Problem(Problem.Missing, "id", "is required")],
            Encoding.UTF8.GetBytes(payload),
            DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture)),
        default);

    private async Task<long> CountAsync(ReportQuery query) =>
        (await Facts.CountRejectedAsync(query, default)).GetValueOrDefault(Problem.Missing);

    private QualityFacts Facts => new(_bed.Get<ReportMaterial>(), _bed.Get<IRejectedStore>(), _bed.Get<LocalTime>());

    private ReportQuery Query(string from, string to, string? at = null)
    {
        var problems = new List<Problem>();
        var query = ReportQuery.Read(
            name => name switch
            {
                "from" => from,
                "to" => to,
                "at" => at,
                _ => null
            }, _bed.Clock.GetUtcNow(), _bed.Get<LocalTime>(), problems);
        Assert.Empty(problems);
        return query;
    }
}
