using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Privacy;
using Pipeline.Imports;
using Pipeline.Reporting;
using Pipeline.Reporting.Explanations;
using Pipeline.Reporting.Funnel;
using Pipeline.Reporting.Inputs;
using Pipeline.Reporting.Insights;
using Pipeline.Reporting.Nurture;
using Pipeline.Reporting.Paths;
using Pipeline.Reporting.Quality;
using Pipeline.Reporting.Runway;
using Pipeline.Reporting.Tables;
using Pipeline.Settings;
using Pipeline.Testing;
using Pipeline.UnitTests.Crm;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Reporting;

/// <summary>Every number of the reports of stages can be opened: the rows behind it make it up.</summary>
public sealed class ExplanationTests : IDisposable
{
    private const string March = "from=2026-03-01&to=2026-03-31";
    private const string All = "from=2026-03-01&to=2026-05-01";

    private readonly CrmBed crm = new();

    private PipelineBed Bed => crm.Bed;

    private StageReportHandler Handler => Bed.Get<StageReportHandler>();

    public void Dispose() => crm.Dispose();

    [Theory]
    [InlineData(1, March)]
    [InlineData(2, All)]
    [InlineData(3, "from=2026-04-01&to=2026-04-30")]
    public async Task Funnel_EveryNumber_IsItsRows(int seed, string period)
    {
        await FillAsync(seed);
        var report = (FunnelReport)await Handler.FunnelAsync(Query(period, ReportCells.Funnel), default);
        Task<ReportExplanation> OpenAsync(string cell) => ExplainAsync(Handler.FunnelAsync, ReportCells.Funnel, $"{period}&explain={cell}");

        foreach (var step in report.Steps)
        {
            Assert.Equal(step.Entries, (await OpenAsync(step.Stage)).Rows.Count);
            Assert.Equal(step.PreviousEntries, (await OpenAsync($"{step.Stage}&section=previous")).Sum);
        }

        foreach (var step in report.Cohort)
        {
            Assert.Equal(step.Leads, (await OpenAsync($"{step.Stage}&section=cohort")).Rows.Count);
        }

        foreach (var loss in report.LossReasons)
        {
            Assert.Equal(loss.Leads, (await OpenAsync($"{loss.Stage}&reason={loss.Reason}")).Rows.Count);
        }

        Assert.Equal(report.Reopened, (await OpenAsync("reopened")).Rows.Count);
        Assert.Equal(report.Deals, (await OpenAsync("deals")).Rows.Count);
        Assert.All(report.Steps.Take(2), step => Assert.NotEqual(0, step.Entries));
    }

    [Fact]
    public async Task Runway_EveryActualNumber_IsItsRows()
    {
        await FillAsync(4);
        var report = (RunwayReport)await Handler.RunwayAsync(Query("from=2026-01-01", ReportCells.Runway), default);
        var sums = new Dictionary<string, decimal>();
        foreach (var line in report.Lines.Where(line => TargetMetrics.All.Contains(line.Metric)))
        {
            var isMoney = line.Metric is TargetMetrics.Amount or TargetMetrics.Cost;
            foreach (var cell in line.Months)
            {
                var month = cell.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
                var found = await ExplainAsync(Handler.RunwayAsync, ReportCells.Runway, $"from=2026-01-01&explain={line.Metric}&month={month}");
                Assert.Equal((line.Metric, cell.Month, cell.Actual ?? 0), (line.Metric, cell.Month, isMoney ? found.Amount : found.Sum));
            }

            var all = await ExplainAsync(Handler.RunwayAsync, ReportCells.Runway, $"from=2026-01-01&explain={line.Metric}");
            sums[line.Metric] = isMoney ? all.Amount : all.Sum;
            Assert.Equal(line.Months.Last(cell => cell.Actual is not null).CumulatedActual, sums[line.Metric]);
        }

        Assert.Equal(TargetMetrics.All.Count, sums.Count);
        Assert.All(sums, sum => Assert.NotEqual(0, sum.Value));
    }

    [Fact]
    public async Task Nurture_EveryNumber_IsItsRows()
    {
        await FillAsync(5);
        var report = (NurtureReport)await Handler.NurtureAsync(Query($"{All}&model=linear", ReportCells.Nurture), default);
        Task<ReportExplanation> OpenAsync(string cell) => ExplainAsync(Handler.NurtureAsync, ReportCells.Nurture, $"{All}&model=linear&explain={cell}");

        foreach (var month in report.Months)
        {
            var name = month.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
            Assert.Equal(month.NewLeads, (await OpenAsync($"leads&month={name}")).Rows.Count);
            Assert.Equal(month.ReopenedLeads, (await OpenAsync($"reopened&month={name}")).Rows.Count);
            Assert.Equal(month.Mql, (await OpenAsync($"mql&month={name}")).Rows.Count);
            foreach (var bucket in month.ScoreProfile)
            {
                Assert.Equal(bucket.Leads, (await OpenAsync(string.Create(CultureInfo.InvariantCulture, $"score&month={name}&score={bucket.From}"))).Rows.Count);
            }
        }

        foreach (var campaign in report.Campaigns)
        {
            Assert.Equal(campaign.Cost, (await OpenAsync($"cost&campaign={campaign.Campaign}")).Amount);
            Assert.Equal(campaign.Mql, (await OpenAsync($"campaign_mql&campaign={campaign.Campaign}")).Sum);
        }

        foreach (var activity in report.Activities)
        {
            var found = await OpenAsync($"activity&activity={activity.Activity}");
            Assert.Equal((activity.Leads, activity.Times), (found.Rows.Count, (long)found.Sum));
        }

        Assert.NotEqual(0, report.Campaigns.Sum(campaign => campaign.Mql));
        Assert.NotEqual(0, report.Months.Sum(month => month.NewLeads));
        Assert.NotEmpty(report.Activities);
    }

    [Theory]
    [InlineData("markov")]
    [InlineData("shapley")]
    public async Task Nurture_CampaignByAModelOfChannels_HasNoValueAndNoRows(string model)
    {
        await FillAsync(5);
        var query = $"{All}&model={model}";
        var report = (NurtureReport)await Handler.NurtureAsync(Query(query, ReportCells.Nurture), default);

        var found = await ExplainAsync(Handler.NurtureAsync, ReportCells.Nurture, $"{query}&explain=campaign_mql&campaign=spring");

        Assert.All(report.Campaigns, campaign => Assert.Null(campaign.Mql));
        Assert.Equal((model, $"{model} looks at channels alone: a campaign has no value by it"), (report.Model, report.Note));
        Assert.Equal((0, model, report.Note), (found.Rows.Count, found.Model, found.Note));
    }

    [Theory]
    [InlineData("lead", March)]
    [InlineData("lead", All)]
    [InlineData("customer", All)]
    public async Task Paths_EveryNumber_IsItsRows(string kind, string period)
    {
        await FillAsync(6);
        var query = $"{period}&kind={kind}";
        var report = (PathsReport)await Handler.PathsAsync(Query(query, ReportCells.Paths), default);

        foreach (var row in report.Rows.Append(report.Total with { Path = string.Empty }))
        {
            var cell = row.Path.Length == 0 ? string.Empty : $"&path={row.Path}";
            var conversions = await ExplainAsync(Handler.PathsAsync, ReportCells.Paths, $"{query}&explain=conversions{cell}");
            var others = await ExplainAsync(Handler.PathsAsync, ReportCells.Paths, $"{query}&explain=non_conversions{cell}");
            Assert.Equal((row.Path, row.Conversions, row.NonConversions, row.Amount), (row.Path, (long)conversions.Sum, (long)others.Rows.Count, conversions.Amount));
            Assert.All(others.Rows, other => Assert.Equal((kind == "lead", kind != "lead", false), (other.VisitorId is not null, other.LeadId is not null, other.Id.Length == 0)));
        }

        Assert.True(report.Rows.Count > 3);
        Assert.NotEqual(0, report.Total.Conversions);
    }

    [Fact]
    public async Task Insights_EveryCount_IsItsRows()
    {
        await FillAsync(7);
        var report = (InsightsReport)await Handler.InsightsAsync(Query(All, ReportCells.Insights), default);
        async Task<long> CountAsync(string cell) => (await ExplainAsync(Handler.InsightsAsync, ReportCells.Insights, $"{All}&explain={cell}")).Rows.Count;

        foreach (var item in report.Activities)
        {
            Assert.Equal(
                (item.Customers, item.AllCustomers, item.Others, item.AllOthers),
                (await CountAsync($"customers&activity={item.Activity}"), await CountAsync("customers"), await CountAsync($"others&activity={item.Activity}"), await CountAsync("others")));
        }

        foreach (var level in report.Thresholds)
        {
            var name = level.Level.ToString(CultureInfo.InvariantCulture);
            Assert.Equal((level.Reached, level.Hits), (await CountAsync($"reached&threshold={name}"), await CountAsync($"hits&threshold={name}")));
        }

        Assert.Equal(report.Thresholds.Single(level => level.IsCurrent).Reached, await CountAsync("reached"));
        Assert.NotEqual(0, report.Activities[0].AllCustomers);
    }

    [Fact]
    public async Task Quality_EveryNumber_IsItsRows()
    {
        await FillAsync(8);
        var report = (QualityReport)await Handler.QualityAsync(Query(All, ReportCells.Quality), default);
        Task<ReportExplanation> OpenAsync(string cell) => ExplainAsync(Handler.QualityAsync, ReportCells.Quality, $"{All}&explain={cell}");

        Assert.Equal(report.Visits, (await OpenAsync("visits")).Rows.Count);
        Assert.Equal(report.WithoutCampaign, (await OpenAsync("without_campaign")).Rows.Count);
        Assert.Equal(report.Conversions, (await OpenAsync("conversions")).Sum);
        Assert.Equal(report.Unattributed, (await OpenAsync("unattributed")).Sum);
        Assert.Equal(report.BotVisits, (await OpenAsync("bot_visits")).Rows.Count);
        Assert.Equal(report.AnonymousPageViews, (await OpenAsync("anonymous_page_views")).Sum);
        Assert.Equal(report.SharedDevices, (await OpenAsync("shared_devices")).Rows.Count);
        Assert.Equal(report.Restated.Count, (await OpenAsync("restated")).Rows.Count);
        foreach (var item in report.UnmatchedSources)
        {
            Assert.Equal(item.Visits, (await OpenAsync($"unmatched_source&source={item.Source}&medium={item.Medium}")).Rows.Count);
        }

        foreach (var cost in report.UnmatchedCosts)
        {
            Assert.Equal(cost.Cost, (await OpenAsync($"unmatched_cost&channel={cost.Channel}&source={cost.Source}&campaign={cost.Campaign}")).Amount);
        }

        foreach (var (reason, count) in report.Rejected)
        {
            Assert.Equal(count, (await OpenAsync($"rejected&reason={reason}")).Sum);
        }

        Assert.All(
            new[] { report.WithoutCampaign, (long)report.Unattributed, report.BotVisits, report.AnonymousPageViews, report.SharedDevices, report.UnmatchedSources.Count, report.UnmatchedCosts.Count, report.Rejected.Count },
            number => Assert.NotEqual(0, number));
    }

    [Fact]
    public void Read_UnknownNumber_ListsWhatCanBeOpened()
    {
        var problem = Assert.Single(Problems("explain=clicks", ReportCells.Funnel));

        Assert.Equal("explain", problem.Field);
        Assert.Contains("visit (with section=), lead (with section=)", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("reopened, deals, lost (with reason=)", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain=reopened&section=period", "section")]
    [InlineData("explain=visit&section=today", "section")]
    public void Read_WrongNarrowing_NamesTheParameter(string query, string field) =>
        Assert.Equal(field, Assert.Single(Problems(query, ReportCells.Funnel)).Field);

    [Theory]
    [InlineData("explain=leads&month=March", "month")]
    [InlineData("explain=score&score=high&month=2026-3", "month,score")]
    [InlineData("explain=mql&month=2026-03&score=20", "score")]
    public void Read_NurtureNarrowing_IsChecked(string query, string fields) =>
        Assert.Equal(fields, string.Join(',', Problems(query, ReportCells.Nurture).Select(problem => problem.Field).Order()));

    [Fact]
    public async Task Explanation_AsCsv_HasNoFormula()
    {
        await crm.CrmAsync("email,stage,date,reason\ncmd@example.org,Lost,2026-03-12,=HYPERLINK(1)\n");

        var found = await ExplainAsync(Handler.FunnelAsync, ReportCells.Funnel, $"{March}&explain=lost");
        var csv = Encoding.UTF8.GetString(CsvTable.Write(found.ToTable(), new ReportFormat(IsCsv: true)));

        Assert.Equal("=HYPERLINK(1)", Assert.Single(found.Rows).Detail);
        Assert.Contains(",'=HYPERLINK(1),", csv, StringComparison.Ordinal);
    }

    private async Task FillAsync(int seed)
    {
        var random = new Random(seed);
        var names = Enumerable.Range(0, 24).Select(i => $"p{i}").ToList();
        foreach (var name in names)
        {
            var visitor = $"v{name}";
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                var at = random.Next(0, 55 * 24 * 60);
                var view = View($"{name}-{i}", at, random.Next(2) == 0 ? "/" : "/pricing", random.Next(3) == 0 ? null : "twitter", visitor);
                view = random.Next(6) switch
                {
                    0 => view with { Automatic = true },
                    1 => view with { Campaign = new CampaignParameters { Source = "odd", Medium = "weird", Campaign = "unknown" } },
                    _ => view,
                };
                await Bed.CaptureAsync(random.Next(3) == 0 ? [view, Form($"{name}-{i}-f", at + 1, name, visitor).Queued() with { Form = "demo" }] : [view]);
            }
        }

        await Bed.CaptureAsync(
            View("s", 100, visitor: "vshared"), Form("s1", 101, "ann", "vshared").Queued(), Form("s2", 110, "bob", "vshared").Queued(), Form("s3", 120, "cid", "vshared").Queued());
        var rows = new StringBuilder("email,stage,date,amount,opportunity,reason\n");
        foreach (var name in names.Append("ann").Append("stranger"))
        {
            string Day(int from) => new DateOnly(2026, 3, 2).AddDays(random.Next(from, 59)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            rows.Append(CultureInfo.InvariantCulture, $"{Email(name)},{(random.Next(2) == 0 ? "SQL" : "Opportunity")},{Day(0)},,,\n");
            rows.Append(random.Next(4) switch
            {
                0 => $"{Email(name)},Lost,{Day(20)},,,price\n",
                1 => $"{Email(name)},Disqualified,{Day(20)},,,\n",
                _ => string.Create(CultureInfo.InvariantCulture, $"{Email(name)},Closed Won,{Day(20)},{random.Next(100, 9000)},D-{name},\n"),
            });
        }

        rows.Append(CultureInfo.InvariantCulture, $"{Email("stranger")},Closed Won,2026-04-01,500,D-1,\n{Email("ann")},Closed Won,2026-04-01,700,D-2,\n{Email("ann")},Closed Won,2026-04-20,-200,D-2,\n");
        Assert.Equal(0, (await crm.CrmAsync(rows.ToString())).RejectedRows);
        await CostsAsync("date,channel,source,campaign,amount,kind\n2026-03-05,Organic Social,twitter,spring,120,media\n2026-04-05,Organic Social,twitter,spring,80.50,labour\n2026-03-09,Display,adnet,banner,50,media\n");
        var anonymous = new AnonymousView { Id = "a", OccurredAt = At(10), Channel = "Direct", Page = "/" };
        await Bed.Get<AnonymousViewHandler>().StoreAsync([anonymous, anonymous with { Id = "b", OccurredAt = At(3000) }], default);
        await Bed.Get<RollupHandler>().HandleAsync("{", default);
        Bed.Clock.Advance(TimeSpan.FromMinutes(20));
        await Bed.NightAsync();
    }

    private async Task CostsAsync(string csv)
    {
        var handler = new ImportHandler(
            Bed.Get<IRejectedStore>(), Bed.Get<LocalTime>(), Bed.Clock, Options.Create(new ImportOptions()), NullLogger<ImportHandler>.Instance);
        var outcome = await handler.HandleAsync(Bed.Get<CostImport>(), new ImportRequest { Body = Encoding.UTF8.GetBytes(csv), ContentType = "text/csv" }, default);
        Assert.Equal(0, outcome.Result!.RejectedRows);
    }

    private async Task<ReportExplanation> ExplainAsync(
        Func<ReportQuery, CancellationToken, Task<IReport>> report, ReportCells cells, string query)
    {
        var found = (ReportExplanation)await report(Query(query, cells), default);
        Assert.Equal((found.Rows.Sum(row => row.Credit), found.Rows.Sum(row => row.Amount)), (found.Sum, found.Amount));
        return found;
    }

    private ReportQuery Query(string query, ReportCells cells)
    {
        var problems = new List<Problem>();
        var read = Read(query, cells, problems);
        Assert.Empty(problems);
        return read;
    }

    private List<Problem> Problems(string query, ReportCells cells)
    {
        var problems = new List<Problem>();
        Read(query, cells, problems);
        return problems;
    }

    private ReportQuery Read(string query, ReportCells cells, List<Problem> problems)
    {
        var values = query.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return ReportQuery.Read(values.GetValueOrDefault, Bed.Clock.GetUtcNow(), Bed.Get<LocalTime>(), problems, cells: cells);
    }
}
