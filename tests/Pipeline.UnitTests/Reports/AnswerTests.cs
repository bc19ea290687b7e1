using Pipeline.Attribution;
using Pipeline.Imports;
using Pipeline.Leads.Shown;
using Pipeline.Problems;
using Pipeline.Reports;
using Pipeline.Reports.Deals;
using Pipeline.Reports.Explanations;
using Pipeline.Reports.Nurture;
using Pipeline.Reports.Runway;
using Pipeline.Tables;
using Pipeline.Time;
using Pipeline.UnitTests.Reports.Explanations;
using Pipeline.Uploads;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Reports;

/// <summary>Reports as people use them: periods, words, whom a number is about, sums in files.</summary>
public sealed class AnswerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 20, 10, 0, 0, TimeSpan.Zero);

    private readonly ExplanationBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("", "2026-04-21", "2026-05-20")]
    [InlineData("model=linear", "2026-04-21", "2026-05-20")]
    [InlineData("model=markov", "2026-02-01", "2026-04-30")]
    [InlineData("model=linear,shapley", "2026-02-01", "2026-04-30")]
    [InlineData("model=markov&to=2026-03-31", "2026-01-01", "2026-03-31")]
    [InlineData("model=markov&from=2026-05-01", "2026-05-01", "2026-05-20")]
    [InlineData("model=markov&from=2026-01-01&to=2026-01-31", "2026-01-01", "2026-01-31")]
    public void Period_ThatIsNotNamed_IsOneThatTheModelCanSaySomethingAbout(string query, string from, string to)
    {
        var read = Read(query);

        Assert.Equal((from, to), (LocalTime.Text(read.From), LocalTime.Text(read.To)));
    }

    [Theory]
    [InlineData("", "2025-06", "2026-05")]
    [InlineData("from=2026-02-10", "2026-02", "2027-01")]
    [InlineData("to=2026-03-05", "2025-04", "2026-03")]
    [InlineData("from=2026-02-10&to=2026-04-02", "2026-02", "2026-04")]
    public void Runway_ShowsTheMonthsThatAreNamed_ElseTwelve(string query, string first, string last)
    {
        var months = RunwayBuilder.MonthsOf(Read(query));

        Assert.Equal(
            (first, last),
            (months[0].ToString(), months[^1].ToString()));
    }

    [Theory]
    [InlineData(-5.0, 20.0, -25.0)]
    [InlineData(1.0, 3.0, 33.3)]
    [InlineData(2.0, -4.0, 50.0)]
    [InlineData(0.0, 4.0, 0.0)]
    [InlineData(4.0, 0.0, null)]
    [InlineData(null, 4.0, null)]
    [InlineData(4.0, null, null)]
    public void Percent_IsOfThePlan_WithOneDecimal(double? difference, double? plan, double? percent) =>
        Assert.Equal((decimal?)percent, RunwayBuilder.Percent((decimal?)difference, (decimal?)plan));

    [Fact]
    public async Task Runway_HasItsVarianceInPercent()
    {
        await FillAsync();
        await _bed.ImportAsync(_bed.Bed.Get<TargetImport>(), "month,metric,planned\n2026-03,leads,4\n2026-04,leads,0\n");

        var report = (RunwayReport)await _bed.Runway.AnswerAsync(_bed.Query("from=2026-03-01&to=2026-04-30", _bed.Runway.Numbers), default);

        var leads = report.Lines.Single(line => line.Metric == "leads").Months;
        Assert.Equal(
            [(3m, -1m, -25m), (0m, 0m, (decimal?)null)],
            leads.Select(cell => (cell.Actual!.Value, cell.Variance!.Value, cell.VariancePercent)));
        Assert.Equal([-25m, -25m], leads.Select(cell => cell.CumulatedVariancePercent!.Value));
    }

    [Fact]
    public async Task Nurture_HasWhatNoCampaignBrought_AndASum()
    {
        await FillAsync();

        var report = (NurtureReport)await _bed.Nurture.AnswerAsync(
            _bed.Query("from=2026-03-01&model=first", _bed.Nurture.Numbers), default);

        Assert.Equal([("spring", 120m), ("(none)", 30m)], report.Campaigns.Select(campaign => (campaign.Campaign, campaign.Cost)));
        Assert.Equal(150m, report.CampaignTotal.Cost);
        Assert.Equal(report.Campaigns.Sum(campaign => campaign.Mql), report.CampaignTotal.Mql);
        Assert.Equal(30m, (await _bed.ExplainAsync(_bed.Nurture, "explain=cost&campaign=(none)&from=2026-03-01")).Amount);
        Assert.Equal(150m, (await _bed.ExplainAsync(_bed.Nurture, "explain=cost&from=2026-03-01")).Amount);
        var total = Assert.Single(report.ToTable().Rows, row => (string?)row[0] == RowColumns.Total);
        Assert.Equal(150m, total[report.ToTable().Columns.ToList().IndexOf("cost")]);
    }

    [Fact]
    public async Task Channels_ThatCostNothing_HaveNoCostPerLead()
    {
        await FillAsync();

        var report = await _bed.Channels.BuildAsync(_bed.Query("from=2026-03-01&to=2026-03-31", _bed.Channels.Numbers), default);

        var direct = report.Rows.Single(row => row.Channel == "Direct");
        Assert.Equal((1m, 0m, null, null), (direct.Leads!.Value, direct.Cost, direct.CostPerLead, direct.CostPerCustomer));
        Assert.NotNull(report.Rows.Single(row => row.Channel == "Organic Social").CostPerLead);
        Assert.Null((await _bed.ExplainAsync(_bed.Channels, "explain=cost_per_lead&channel=Direct&from=2026-03-01&to=2026-03-31")).Value);
    }

    [Fact]
    public async Task Files_HaveSumsAsALineOfTheirOwnKind()
    {
        await FillAsync();
        foreach (var kind in new IReportKind[] { _bed.Channels, _bed.Attribution, _bed.Paths, _bed.Nurture })
        {
            var table = (await kind.AnswerAsync(_bed.Query("from=2026-03-01&to=2026-03-31&model=last", kind.Numbers), default)).ToTable();

            Assert.Equal(RowColumns.RowType, table.Columns[0]);
            Assert.Single(table.Rows, row => (string?)row[0] == RowColumns.Total);
            Assert.All(table.Rows, row => Assert.Contains((string?)row[0], new[] { RowColumns.Row, RowColumns.Total }));
            Assert.DoesNotContain(table.Rows, row => row.Skip(1).Contains("Total"));
            Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
        }
    }

    [Fact]
    public async Task Headings_AreFrench_ForEveryColumnOfEveryReport()
    {
        await FillAsync();
        var tables = new List<ReportTable> { LeadListTable.Of([]) };
        foreach (var name in _bed.Bed.Get<ReportKinds>().Names)
        {
            var kind = _bed.Bed.Get<ReportKinds>().Find(name)!;
            tables.Add((await kind.AnswerAsync(_bed.Query("from=2026-03-01&to=2026-03-31", kind.Numbers), default)).ToTable());
        }

        tables.Add((await _bed.Runway.AnswerAsync(_bed.Query("from=2026-03-01&view=next-year", _bed.Runway.Numbers), default)).ToTable());
        tables.Add((await _bed.Attribution.AnswerAsync(_bed.Query("deal=D-7", _bed.Attribution.Numbers), default)).ToTable());
        tables.Add(
            (await _bed.Channels.AnswerAsync(_bed.Query("explain=visits&from=2026-03-01", _bed.Channels.Numbers), default)).ToTable());

        Assert.DoesNotContain(tables.SelectMany(table => table.Columns), column => FrenchHeadings.Find(column) is null);
        Assert.All(tables, table => Assert.Equal(table.Columns.Count, table.Columns.Select(FrenchHeadings.Find).Distinct().Count()));
    }

    [Fact]
    public async Task NextYearInFrench_IsTakenAsTargets()
    {
        await FillAsync();
        var report = await _bed.Runway.AnswerAsync(_bed.Query("from=2026-03-01&view=next-year", _bed.Runway.Numbers), default);
        var csv = CsvTable.Write(report.ToTable(), new ReportFormat(IsCsv: true, ';', Bom: true, DecimalComma: true, French: true));

        var outcome = await _bed.Bed
            .Get<ImportHandler>()
            .HandleAsync(_bed.Bed.Get<TargetImport>(), new ImportRequest { Body = csv }, default);

        Assert.True(outcome.Result is { RejectedRows: 0, Taken: > 0, IgnoredColumns.Count: 0 }, string.Join("; ", outcome.Problems));
    }

    [Fact]
    public async Task RowsBehindANumber_SayWhoItIs()
    {
        await FillAsync();
        var kind = _bed.Channels;

        var rows = ((ReportExplanation)await _bed.Bed
            .Get<ReportKinds>()
            .AnswerAsync(kind, _bed.Query("explain=leads&from=2026-03-01", kind.Numbers), default)).Rows;

        Assert.Equal(
            [("p0@example.org", "Acme"), ("p1@example.org", null), ("p2@example.org", null)],
            rows.OrderBy(row => row.Email).Select(row => (row.Email!, row.Company)));
    }

    [Theory]
    [InlineData("channels", "customers", "customer")]
    [InlineData("channels", "leads", "lead")]
    [InlineData("channels", "opportunities", "opportunity")]
    [InlineData("channels", "daily_visitors", "visitors")]
    [InlineData("channels", "CUSTOMER", "customer")]
    [InlineData("channels", "costPerLead", "cost_per_lead")]
    [InlineData("quality", "unmatchedSources", "unmatched_source")]
    public void Explain_TakesTheNameOfTheColumnToo(string report, string asked, string number)
    {
        var kind = _bed.Bed.Get<ReportKinds>().Find(report)!;

        Assert.Equal(number, _bed.Query($"explain={asked}", kind.Numbers).Explain);
    }

    // What a row is, by which model and in which unit; everything else in a file is a number that can be opened.
    private static readonly HashSet<string> Labels =
    [
        "row_type", "from", "to", "section", "stage", "reason", "month", "name", "metric", "kind", "path", "channel", "source", "campaign",
        "landing_page", "currency", "margin_percent", "model", "parameters",
    ];

    [Theory]
    [InlineData("channels")]
    [InlineData("funnel")]
    [InlineData("insights")]
    [InlineData("nurture")]
    [InlineData("paths")]
    [InlineData("runway")]
    public async Task Explain_KnowsEveryColumnOfTheFile(string report)
    {
        await FillAsync();
        var kind = _bed.Bed.Get<ReportKinds>().Find(report)!;
        var table = (await kind.AnswerAsync(_bed.Query("from=2026-03-01&to=2026-03-31", kind.Numbers), default)).ToTable();

        var unknown = table.Columns
            .Where(column => !Labels.Contains(column))
            .Where(column => _bed.Problems($"explain={column}", kind.Numbers).Exists(problem => problem.Field == "explain"));

        Assert.Empty(unknown);
    }

    [Fact]
    public async Task Deal_IsFoundByTheIdOfTheUpload()
    {
        await FillAsync();

        var report = (DealReport)await _bed.Attribution.AnswerAsync(_bed.Query("deal=D-7", _bed.Attribution.Numbers), default);

        Assert.Contains(report.Conversions, conversion => conversion.Kind == ConversionKind.Customer && conversion.Amount == 500m);
        Assert.Empty(
            ((DealReport)await _bed.Attribution.AnswerAsync(_bed.Query("deal=D-8", _bed.Attribution.Numbers), default)).Conversions);
    }

    private ReportQuery Read(string query)
    {
        var values = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var problems = new List<Problem>();
        var read = ReportQuery.Read(values.GetValueOrDefault, Now, _bed.Bed.Get<LocalTime>(), problems);
        Assert.Empty(problems);
        return read;
    }

    // Two leads of a campaign and one who came by himself; the first has a deal.
    private async Task FillAsync()
    {
        foreach (var n in Enumerable.Range(0, 3))
        {
            await _bed.Bed.CaptureAsync(
                View($"v{n}", n * 60, "/pricing", n < 2 ? "twitter" : null, $"v{n}"),
                Form(
                    $"f{n}",
                    (n * 60) + 1,
                    $"p{n}",
                    $"v{n}").Queued() with
                { Form = "demo", Fields = n == 0 ? new() { ["company"] = "Acme" } : null });
        }

        Assert.Equal(
            0, (await _bed.Crm.CrmAsync("email,stage,date,amount,opportunity\np0@example.org,Won,2026-03-20,500,D-7\n")).RejectedRows);
        await _bed.ImportAsync(
            _bed.Bed.Get<CostImport>(),
            "date,channel,source,campaign,amount\n2026-03-05,Organic Social,twitter,spring,120\n2026-03-06,Display,,,30\n");
        _bed.Bed.Clock.Advance(TimeSpan.FromMinutes(20));
        await _bed.Bed.NightAsync();
    }
}
