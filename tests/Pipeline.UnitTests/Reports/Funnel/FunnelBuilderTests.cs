using Pipeline.Attribution;
using Pipeline.Lifecycle;
using Pipeline.Reports;
using Pipeline.Reports.Funnel;
using Pipeline.Rollups;
using static Pipeline.UnitTests.Reports.Records;

namespace Pipeline.UnitTests.Reports.Funnel;

public sealed class FunnelBuilderTests
{
    [Fact]
    public void Build_AFortnight_CountsFirstEntriesRatesAndMedians()
    {
        var report = Build(
            "from=2026-03-15&to=2026-03-28",
            [Day(14, Visits(50)), Day(15, Visits(60)), Day(28, Visits(40))],
            Lead("old", 2, (ConversionKind.Mql, 16), (ConversionKind.Sql, 20)),
            Lead(
                "a",
                15,
                (ConversionKind.Mql, 19),
                (ConversionKind.Sql, 21),
                (ConversionKind.Opportunity, 22),
                (ConversionKind.Customer, 28)),
            Lead("b", 16, (ConversionKind.Mql, 18)),
            Lead("c", 17),
            Lead("d", 18, (ConversionKind.Mql, 40)));

        Assert.Equal(
            [
                "visit 100  | 50  |  |", "lead 4 0.04 | 1 0.02 | 0.02 |", "mql 3 0.75 | 0 0 | 0.75 | 4", "sql 2 0.6667 | 0  |  | 3",
                "opportunity 1 0.5 | 0  |  | 1", "customer 1 1 | 0  |  | 6",
            ],
            report.Steps.Select(step => ($"{step.Stage} {step.Entries} {Text(step.Rate)} | {step.PreviousEntries} "
                + $"{Text(step.PreviousRate)} | {Text(step.Change)} | {Text(step.MedianDays)}").TrimEnd()));
        Assert.Equal(["lead 4  1", "mql 3 0.75 0.75", "sql 1 0.3333 0.25", "opportunity 1 1 0.25", "customer 1 1 0.25"],
            report.Cohort.Select(step => $"{step.Stage} {step.Leads} {Text(step.Rate)} {Text(step.Share)}"));
        Assert.Equal((1L, (string?)null), (report.Deals, report.Leak));
    }

    [Fact]
    public void Build_RateThatFell_IsTheLeak()
    {
        var report = Build(
            "from=2026-03-11&to=2026-03-20",
            [Day(5, Visits(10)), Day(15, Visits(10))],
            Lead("a", 2, (ConversionKind.Mql, 3)),
            Lead("b", 12),
            Lead("c", 13),
            Lead("d", 14, (ConversionKind.Mql, 15)));

        Assert.Equal("mql", report.Leak);
        Assert.Equal(-0.6667m, report.Steps.Single(step => step.Stage == "mql").Change);
    }

    [Fact]
    public void Build_LossesAndReopened_AreCountedInThePeriodAlone()
    {
        var report = Build(
            "from=2026-03-10&to=2026-03-20",
            [],
            Lead("a", 1)
                .Moved(StageNames.Lost, 10, StageCause.Crm, "price")
                .Moved(StageNames.Mql, 12, StageCause.Score, label: EntryLabel.Reopened),
            Lead("b", 1)
                .Moved(StageNames.Lost, 20, StageCause.Crm, "price")
                .Moved(StageNames.Mql, 21, StageCause.Score, label: EntryLabel.Reopened),
            Lead("c", 1).Moved(StageNames.Disqualified, 15, StageCause.Manual),
            Lead("d", 1).Moved(StageNames.Recycled, 15, StageCause.Score),
            Lead("e", 1).Moved(StageNames.Lost, 9, StageCause.Crm, "price"));

        Assert.Equal(
            ["lost price 2", "disqualified (none) 1"], report.LossReasons.Select(loss => $"{loss.Stage} {loss.Reason} {loss.Leads}"));
        Assert.Equal(1, report.Reopened);
    }

    [Fact]
    public void Build_Nothing_HasNoRates()
    {
        var report = Build("from=2026-03-10&to=2026-03-20", []);

        Assert.All(report.Steps, step => Assert.Equal((0L, null, null), (step.Entries, step.Rate, step.MedianDays)));
        Assert.All(report.Cohort, step => Assert.Null(step.Rate));
    }

    [Fact]
    public void ToTable_EveryRow_HasEveryColumn()
    {
        var table = Build(
            "from=2026-03-10&to=2026-03-20",
            [Day(12, Visits(3))],
            Lead("a", 11).Moved(StageNames.Lost, 12, StageCause.Crm, "=1+1")).ToTable();

        Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
    }

    private static FunnelReport Build(string query, IReadOnlyList<RolledUpDay> days, params LeadRecord[] leads) =>
        FunnelBuilder.Build(Query(query), days, leads, Paris, Now);

    private static string Text(decimal? value) =>
        value?.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty;
}
