using Pipeline.Attribution;
using Pipeline.Reports.Insights;
using static Pipeline.UnitTests.Reports.Records;

namespace Pipeline.UnitTests.Reports.Insights;

public sealed class InsightsBuilderTests
{
    [Theory]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    public void Wilson_GoldenCases_AreAsPublished(long hits, long cases, double low, double high) =>
        Assert.Equal(new Interval((decimal)low, (decimal)high), Interval.Wilson(hits, cases));

    [Fact]
    public void Ratio_GoldenCase_IsKatz() => Assert.Equal(new Interval(1.5787m, 10.1349m), Interval.Ratio(10, 20, 5, 40));

    [Theory]
    [InlineData(0, 20, 5, 40)]
    [InlineData(10, 20, 0, 40)]
    public void Ratio_WithoutHits_HasNoValue(long hits, long cases, long otherHits, long otherCases) =>
        Assert.Null(Interval.Ratio(hits, cases, otherHits, otherCases));

    [Fact]
    public void Wilson_NoCases_HasNoValue() => Assert.Null(Interval.Wilson(0, 0));

    [Fact]
    public void Build_ActivityAfterTheSale_DoesNotCountForCustomers()
    {
        var report = InsightsBuilder.Build(
            Query("from=2026-03-01&to=2026-03-31"),
            [
                Lead("won", 2, (ConversionKind.Customer, 10))
                    .Did(("page /pricing", 9, 10), ("page /help", 10, 0), ("page /jobs", 11, 0))
                    .Scored(0, 120),
                Lead("won2", 2, (ConversionKind.Customer, 12)).Did(("page /pricing", 3, 10)).Scored(0, 60),
                Lead("not", 3).Did(("page /pricing", 4, 10), ("page /jobs", 5, -5)).Scored(0, 130),
                Lead("not2", 3).Did(("page /jobs", 5, -5)).Scored(0, 10),
                Lead("april", 33, (ConversionKind.Customer, 34)).Did(("page /pricing", 33, 10)),
            ],
            100,
            Paris,
            Now);

        Assert.Equal(["page /pricing 2/2 1/2 2", "page /jobs 0/2 2/2 0"],
            report.Activities.Select(
                item => $"{item.Activity} {item.Customers}/{item.AllCustomers} {item.Others}/{item.AllOthers} {item.Lift:0.##}"));
        var current = report.Thresholds.Single(level => level.IsCurrent);
        Assert.Equal(
            (100.0, 2L, 1L, 0.5m, 0.5m), (current.Level, current.Reached, current.Hits, current.Precision!.Value, current.Recall!.Value));
        Assert.Equal((3L, 1m), (report.Thresholds.Single(
            level => level.Level == 60).Reached, report.Thresholds.Single(level => level.Level == 60).Recall!.Value));
        Assert.Null(report.Thresholds[^1].Precision);
        Assert.All(report.ToTable().Rows, row => Assert.Equal(report.ToTable().Columns.Count, row.Count));
    }

    [Fact]
    public void Build_NoCustomers_HasNoLift()
    {
        var report = InsightsBuilder.Build(Query("from=2026-03-01&to=2026-03-31"), [Lead("a", 2).Did(("page /", 2, 1))], 100, Paris, Now);

        Assert.Equal(
            (null, null, 1m), (report.Activities[0].Lift, report.Activities[0].CustomerShare, report.Activities[0].OtherShare!.Value));
    }
}
