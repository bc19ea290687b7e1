using Pipeline.Attribution;
using Pipeline.Lifecycle;
using Pipeline.Reports.Nurture;
using Pipeline.Uploads;
using static Pipeline.UnitTests.Reports.Records;

namespace Pipeline.UnitTests.Reports.Nurture;

public sealed class NurtureBuilderTests
{
    [Fact]
    public void Build_AMonth_TellsScoresCostsAndWhatDoesNothing()
    {
        var report = NurtureBuilder.Build(
            Query("from=2026-03-01&to=2026-03-31"),
            [Day(5, Visits(10).Credited(ConversionKind.Mql, 2)), Day(6, Visits(10, campaign: "free").Credited(ConversionKind.Mql, 1))],
            [
                Lead("a", 2, (ConversionKind.Mql, 5)).Scored(100, 0).Did(("page /pricing", 2, 10), ("page /", 2, 0)),
                Lead("b", 3, (ConversionKind.Mql, 33)).Scored(99.9, 0).Did(("page /pricing", 3, 10), ("page /jobs", 3, -5)),
                Lead("c", 4).Scored(-3, 0),
                Lead("d", 4).Scored(20, 0).Moved(StageNames.Mql, 20, StageCause.Score, label: EntryLabel.Reopened),
                Lead("e", 33).Scored(70, 0),
            ],
            [
                new CostLine(new DateOnly(2026, 3, 5), "Paid Search", "google", "spring", CostKind.Media, 10_001),
                new CostLine(new DateOnly(2026, 3, 5), "Paid Search", "google", "winter", CostKind.Media, 500),
                new CostLine(new DateOnly(2026, 3, 5), "Paid Search", null, null, CostKind.Tech, 900),
            ],
            100,
            Paris,
            Euro,
            Now);

        var month = Assert.Single(report.Months);
        Assert.Equal((true, 4L, 1L, 1L), (month.IsOver, month.NewLeads, month.ReopenedLeads, month.Mql));
        Assert.Equal(
            ["0-1 1", "1-20 0", "20-50 1", "50-100 1", "100- 1"],
            month.ScoreProfile.Select(bucket => $"{bucket.From}-{bucket.Below} {bucket.Leads}"));
        Assert.Equal(
            [("winter", 5m, 0m, (decimal?)null), ("spring", 100.01m, 2m, 50m), ("(none)", 9m, 0m, null)],
            report.Campaigns.Select(item => (item.Campaign, item.Cost, item.Mql, item.CostPerMql)));
        Assert.Equal(["page /pricing 2 20 raises", "page / 1 0 nothing", "page /jobs 1 -5 lowers"],
            report.Activities.Select(item => $"{item.Activity} {item.Leads} {item.Points:0} {item.Effect}"));
        Assert.All(report.ToTable().Rows, row => Assert.Equal(report.ToTable().Columns.Count, row.Count));
    }
}
