using Pipeline.Attribution;
using Pipeline.Reports.Runway;
using Pipeline.Rollups;
using Pipeline.Time;
using Pipeline.Uploads;
using static Pipeline.UnitTests.Reports.Records;

namespace Pipeline.UnitTests.Reports.Runway;

public sealed class RunwayBuilderTests
{
    private static readonly Month February = new(2026, 2);
    private static readonly Month MarchFirst = new(2026, 3);

    [Fact]
    public void Build_PlanAndActual_GiveVarianceAndCumulation()
    {
        var report = Build();

        Assert.Equal("1000 1200 200 | 1000 1200 200", Cell(report, "visits", 0));
        Assert.Equal("2000 600 -1400 | 3000 1800 -1200", Cell(report, "visits", 1));
        Assert.Equal(" 0  | 3000 1800 -1200", Cell(report, "visits", 2));
        Assert.Equal("   | 3000", Cell(report, "visits", 3));
        Assert.Equal("1 -0.5 -1.5 |", Cell(report, "visit_growth", 1));
        Assert.Equal("0.01 0.0017 -0.0083 | 0.01 0.0017 -0.0083", Cell(report, "visitor_to_lead", 0));
    }

    [Fact]
    public void Build_AmountAndCost_GiveRomiByTheMargin()
    {
        var report = Build("&margin=50");

        Assert.Equal(1000m, report.Lines.Single(line => line.Metric == "amount").Months[0].Actual);
        Assert.Equal(200m, report.Lines.Single(line => line.Metric == "cost").Months[0].Actual);
        Assert.Equal(1.5m, report.Lines.Single(line => line.Metric == "romi").Months[0].Actual);
        Assert.Null(report.Lines.Single(line => line.Metric == "romi").Months[1].Actual);
    }

    [Fact]
    public void Build_MonthsThatAreOver_SeedNextYear()
    {
        var report = Build();

        Assert.Equal([new Month(2027, 2), new Month(2027, 3)], report.NextYear.Select(target => target.Month).Distinct());
        Assert.Equal(1200m, report.NextYear.First(target => target.Metric == "visits").Planned);
        var table = (report with { ShowsNextYear = true }).ToTable();
        Assert.Equal(["month", "metric", "planned"], table.Columns);
        Assert.Equal("2027-02", table.Rows[0][0]);
    }

    [Fact]
    public void MonthsOf_NoPeriod_EndsWithThisMonth() =>
        Assert.Equal(
            (new Month(2025, 5), new Month(2026, 4)),
            (RunwayBuilder.MonthsOf(Query(""))[0], RunwayBuilder.MonthsOf(Query(""))[^1]));

    private static RunwayReport Build(string more = "")
    {
        var query = Query("from=2026-02-01" + more);
        var sale = Day(-10, Visits(1200)) with
        {
            Converted = new Dictionary<ConversionKind, CreditTotal> { [ConversionKind.Customer] = new(1_000_000, 100_000) },
        };
        return new RunwayBuilder(query, RunwayBuilder.MonthsOf(query), Paris, Euro, Now).Build(
            [sale, Day(3, Visits(600))],
            [Lead("a", -10), Lead("b", -9, (ConversionKind.Mql, 4))],
            [new CostLine(new DateOnly(2026, 2, 20), "Paid Search", null, null, CostKind.Media, 20_000)],
            [Target(February, "visits", 1000), Target(February, "leads", 10), Target(MarchFirst, "visits", 2000)]);
    }

    private static TargetFact Target(Month month, string metric, decimal planned) =>
        new() { Month = month, Metric = metric, Planned = planned, UploadedAt = Now };

    private static string Cell(RunwayReport report, string metric, int place)
    {
        var cell = report.Lines.Single(line => line.Metric == metric).Months[place];
        return ($"{Text(cell.Planned)} {Text(cell.Actual)} {Text(cell.Variance)} | {Text(cell.CumulatedPlanned)} "
            + $"{Text(cell.CumulatedActual)} {Text(cell.CumulatedVariance)}").TrimEnd();
    }

    private static string Text(decimal? value) =>
        value?.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty;
}
