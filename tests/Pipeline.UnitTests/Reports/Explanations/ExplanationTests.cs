using System.Globalization;
using System.Text;
using Pipeline.Reports.Explanations;
using Pipeline.Reports.Funnel;
using Pipeline.Reports.Insights;
using Pipeline.Reports.Nurture;
using Pipeline.Reports.Paths;
using Pipeline.Reports.Quality;
using Pipeline.Reports.Runway;
using Pipeline.Tables;
using Pipeline.Uploads;

namespace Pipeline.UnitTests.Reports.Explanations;

/// <summary>Every number of the reports of stages can be opened: the rows behind it make it up.</summary>
public sealed class ExplanationTests : IDisposable
{
    private const string March = "from=2026-03-01&to=2026-03-31";
    private const string All = "from=2026-03-01&to=2026-05-01";

    private readonly ExplanationBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(1, March)]
    [InlineData(2, All)]
    [InlineData(3, "from=2026-04-01&to=2026-04-30")]
    public async Task Funnel_EveryNumber_IsItsRows(int seed, string period)
    {
        await _bed.FillAsync(seed);
        var report = (FunnelReport)await _bed.Funnel.AnswerAsync(_bed.Query(period, FunnelNumbers.All), default);
        Task<ReportExplanation> OpenAsync(string cell) => _bed.ExplainAsync(_bed.Funnel, $"{period}&explain={cell}");

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
        await _bed.FillAsync(4);
        var report = (RunwayReport)await _bed.Runway.AnswerAsync(_bed.Query("from=2026-01-01", RunwayNumbers.All), default);
        var sums = new Dictionary<string, decimal>();
        foreach (var line in report.Lines.Where(line => TargetMetrics.All.Contains(line.Metric)))
        {
            var isMoney = line.Metric is TargetMetrics.Amount or TargetMetrics.Cost;
            foreach (var cell in line.Months)
            {
                var month = cell.Month.ToString();
                var found = await _bed.ExplainAsync(_bed.Runway, $"from=2026-01-01&explain={line.Metric}&month={month}");
                Assert.Equal((line.Metric, cell.Month, cell.Actual ?? 0), (line.Metric, cell.Month, isMoney ? found.Amount : found.Sum));
            }

            var all = await _bed.ExplainAsync(_bed.Runway, $"from=2026-01-01&explain={line.Metric}");
            sums[line.Metric] = isMoney ? all.Amount : all.Sum;
            Assert.Equal(line.Months.Last(cell => cell.Actual is not null).CumulatedActual, sums[line.Metric]);
        }

        Assert.Equal(TargetMetrics.All.Count, sums.Count);
        Assert.All(sums, sum => Assert.NotEqual(0, sum.Value));
    }

    [Fact]
    public async Task Nurture_EveryNumber_IsItsRows()
    {
        await _bed.FillAsync(5);
        var report = (NurtureReport)await _bed.Nurture.AnswerAsync(_bed.Query($"{All}&model=linear", NurtureNumbers.All), default);
        Task<ReportExplanation> OpenAsync(string cell) => _bed.ExplainAsync(_bed.Nurture, $"{All}&model=linear&explain={cell}");

        foreach (var month in report.Months)
        {
            var name = month.Month.ToString();
            Assert.Equal(month.NewLeads, (await OpenAsync($"leads&month={name}")).Rows.Count);
            Assert.Equal(month.ReopenedLeads, (await OpenAsync($"reopened&month={name}")).Rows.Count);
            Assert.Equal(month.Mql, (await OpenAsync($"mql&month={name}")).Rows.Count);
            foreach (var bucket in month.ScoreProfile)
            {
                Assert.Equal(
                    bucket.Leads,
                    (await OpenAsync(string.Create(CultureInfo.InvariantCulture, $"score&month={name}&score={bucket.From}"))).Rows.Count);
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
        await _bed.FillAsync(5);
        var query = $"{All}&model={model}";
        var report = (NurtureReport)await _bed.Nurture.AnswerAsync(_bed.Query(query, NurtureNumbers.All), default);

        var found = await _bed.ExplainAsync(_bed.Nurture, $"{query}&explain=campaign_mql&campaign=spring");

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
        await _bed.FillAsync(6);
        var query = $"{period}&kind={kind}";
        var report = (PathsReport)await _bed.Paths.AnswerAsync(_bed.Query(query, PathsNumbers.All), default);

        foreach (var row in report.Rows.Append(report.Total with { Path = string.Empty }))
        {
            var cell = row.Path.Length == 0 ? string.Empty : $"&path={row.Path}";
            var conversions = await _bed.ExplainAsync(_bed.Paths, $"{query}&explain=conversions{cell}");
            var others = await _bed.ExplainAsync(_bed.Paths, $"{query}&explain=non_conversions{cell}");
            Assert.Equal(
                (row.Path, row.Conversions, row.NonConversions, row.Amount),
                (row.Path, (long)conversions.Sum, (long)others.Rows.Count, conversions.Amount));
            Assert.All(others.Rows, other => Assert.Equal(
                (kind == "lead", kind != "lead", false), (other.VisitorId is not null, other.LeadId is not null, other.Id.Length == 0)));
        }

        Assert.True(report.Rows.Count > 3);
        Assert.NotEqual(0, report.Total.Conversions);
    }

    [Fact]
    public async Task Insights_EveryCount_IsItsRows()
    {
        await _bed.FillAsync(7);
        var report = (InsightsReport)await _bed.Insights.AnswerAsync(_bed.Query(All, InsightsNumbers.All), default);
        async Task<long> CountAsync(string cell) => (await _bed.ExplainAsync(_bed.Insights, $"{All}&explain={cell}")).Rows.Count;

        foreach (var item in report.Activities)
        {
            Assert.Equal(
                (item.Customers, item.AllCustomers, item.Others, item.AllOthers),
                (await CountAsync($"customers&activity={item.Activity}"), await CountAsync(
                    "customers"), await CountAsync($"others&activity={item.Activity}"), await CountAsync("others")));
        }

        foreach (var level in report.Thresholds)
        {
            var name = level.Level.ToString(CultureInfo.InvariantCulture);
            Assert.Equal(
                (level.Reached, level.Hits), (await CountAsync($"reached&threshold={name}"), await CountAsync($"hits&threshold={name}")));
        }

        Assert.Equal(report.Thresholds.Single(level => level.IsCurrent).Reached, await CountAsync("reached"));
        Assert.NotEqual(0, report.Activities[0].AllCustomers);
    }

    [Fact]
    public async Task Quality_EveryNumber_IsItsRows()
    {
        await _bed.FillAsync(8);
        var report = (QualityReport)await _bed.Quality.AnswerAsync(_bed.Query(All, QualityNumbers.All), default);
        Task<ReportExplanation> OpenAsync(string cell) => _bed.ExplainAsync(_bed.Quality, $"{All}&explain={cell}");

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
            Assert.Equal(
                cost.Cost,
                (await OpenAsync($"unmatched_cost&channel={cost.Channel}&source={cost.Source}&campaign={cost.Campaign}")).Amount);
        }

        foreach (var (reason, count) in report.Rejected)
        {
            Assert.Equal(count, (await OpenAsync($"rejected&reason={reason}")).Sum);
        }

        Assert.All(
            new[]
            {
                report.WithoutCampaign,
                (long)report.Unattributed,
                report.BotVisits,
                report.AnonymousPageViews,
                report.SharedDevices,
                report.UnmatchedSources.Count,
                report.UnmatchedCosts.Count,
                report.Rejected.Count,
            },
            number => Assert.NotEqual(0, number));
    }

    [Fact]
    public void Read_UnknownNumber_ListsWhatCanBeOpened()
    {
        var problem = Assert.Single(_bed.Problems("explain=clicks", FunnelNumbers.All));

        Assert.Equal("explain", problem.Field);
        Assert.Contains("visit (with section=), lead (with section=)", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("reopened, deals, lost (with reason=)", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain=reopened&section=period", "section")]
    [InlineData("explain=visit&section=today", "section")]
    public void Read_WrongNarrowing_NamesTheParameter(string query, string field) =>
        Assert.Equal(field, Assert.Single(_bed.Problems(query, FunnelNumbers.All)).Field);

    [Theory]
    [InlineData("explain=leads&month=March", "month")]
    [InlineData("explain=score&score=high&month=2026-3", "month,score")]
    [InlineData("explain=mql&month=2026-03&score=20", "score")]
    public void Read_NurtureNarrowing_IsChecked(string query, string fields) =>
        Assert.Equal(fields, string.Join(',', _bed.Problems(query, NurtureNumbers.All).Select(problem => problem.Field).Order()));

    [Fact]
    public async Task Explanation_AsCsv_HasNoFormula()
    {
        await _bed.Crm.CrmAsync("email,stage,date,reason\ncmd@example.org,Lost,2026-03-12,=HYPERLINK(1)\n");

        var found = await _bed.ExplainAsync(_bed.Funnel, $"{March}&explain=lost");
        var csv = Encoding.UTF8.GetString(CsvTable.Write(found.ToTable(), new ReportFormat(IsCsv: true)));

        Assert.Equal("=HYPERLINK(1)", Assert.Single(found.Rows).Detail);
        Assert.Contains(",'=HYPERLINK(1),", csv, StringComparison.Ordinal);
    }
}
