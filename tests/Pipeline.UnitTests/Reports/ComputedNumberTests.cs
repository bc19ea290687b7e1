using System.Globalization;
using Pipeline.Reports.Channels;
using Pipeline.Reports.Explanations;
using Pipeline.Reports.Funnel;
using Pipeline.Reports.Insights;
using Pipeline.Reports.Nurture;
using Pipeline.Reports.Paths;
using Pipeline.Reports.Quality;
using Pipeline.Reports.Runway;
using Pipeline.UnitTests.Identity;
using Pipeline.UnitTests.Reports.Explanations;
using Pipeline.Uploads;

namespace Pipeline.UnitTests.Reports;

/// <summary>
/// Rates, medians, lifts, variances and plans can be opened too: the rows of what each is computed from make up the report's number.
/// </summary>
public sealed class ComputedNumberTests : IDisposable
{
    private const string All = "from=2026-03-01&to=2026-05-01";
    private const string April = "from=2026-04-01&to=2026-04-30";

    private readonly ExplanationBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(11, All, "linear", "channel")]
    [InlineData(12, April, "first", "channel")]
    [InlineData(13, All, "position", "campaign")]
    [InlineData(14, April, "time-decay", "landing")]
    public async Task Channels_EveryNumber_IsItsRows(int seed, string period, string model, string level)
    {
        await _bed.FillAsync(seed);
        var query = $"{period}&model={model}&margin=40";
        var report = (ChannelsReport)await _bed.Channels.AnswerAsync(_bed.Query($"{query}&level={level}", ChannelsNumbers.All), default);
        var opened = new SortedSet<string>();
        foreach (var row in report.Rows.Append(report.Total with { Channel = string.Empty }))
        {
            await EqualAsync(row, "visits", row.Visits);
            await EqualAsync(row, "visitors", row.Visitors);
            await EqualAsync(row, "automatic_visits", row.AutomaticVisits);
            await EqualAsync(row, "lead", row.Leads);
            await EqualAsync(row, "mql", row.Mql);
            await EqualAsync(row, "sql", row.Sql);
            await EqualAsync(row, "opportunity", row.Opportunities);
            await EqualAsync(row, "customer", row.Customers);
            await EqualAsync(row, "amount", row.Amount);
            await EqualAsync(row, "visitor_to_lead", row.VisitorToLead);
            if (row.Source is null)
            {
                await EqualAsync(row, "anonymous_page_views", row.AnonymousPageViews);
            }

            if (row.LandingPage is null)
            {
                await EqualAsync(row, "cost", row.Cost);
                await EqualAsync(row, "cost_per_lead", row.CostPerLead);
                await EqualAsync(row, "cost_per_mql", row.CostPerMql);
                await EqualAsync(row, "cost_per_customer", row.CostPerCustomer);
                await EqualAsync(row, "roas", row.Roas);
                await EqualAsync(row, "romi", row.Romi);
            }
        }

        Assert.Empty(new[]
        {
            "visits",
            "visitors",
            "lead",
            "customer",
            "amount",
            "visitor_to_lead",
            "cost",
            "cost_per_lead",
            "cost_per_customer",
            "roas",
            "romi",
        }.Except(opened));

        async Task EqualAsync(ChannelRow row, string number, decimal? expected)
        {
            var found = await _bed.ExplainAsync(_bed.Channels, $"{query}&explain={number}{Narrow(row)}");
            var isRate = found.Groups.Count > 0;
            Assert.Equal(
                (number, Narrow(row), expected),
                (number, Narrow(row), isRate ? found.Value : number is "amount" or "cost" ? found.Amount : found.Sum));
            Assert.Equal(isRate ? 2 : 0, found.Groups.Count);
            if (expected is not null && expected != 0)
            {
                opened.Add(number);
            }
        }
    }

    [Fact]
    public async Task Attribution_EveryRow_OpensByItsMediumToo()
    {
        await _bed.FillAsync(15);
        var view = Facts.View("m", 56 * 24 * 60, "/", "twitter", "vm");
        await _bed.Bed.CaptureAsync(
            view with { Campaign = view.Campaign! with { Medium = "print" } }, Facts
                .Form("mf", (56 * 24 * 60) + 1, "medium", "vm")
                .Queued());
        await _bed.Bed.NightAsync();
        var report = await _bed.Attribution.BuildAsync(_bed.Query($"{All}&model=linear&kind=lead", ChannelsNumbers.All), default);

        foreach (var row in report.Models[0].Rows)
        {
            var found = await _bed.ExplainAsync(
                _bed.Attribution,
                $"{All}&model=linear&explain=lead&channel={row.Channel}&source={row.Source}&medium={row.Medium}&campaign={row.Campaign}");
            Assert.Equal((row.Credit, row.Amount), (found.Sum, found.Amount));
        }

        Assert.True(report.Models[0].Rows.Count > 2);
    }

    [Theory]
    [InlineData("markov")]
    [InlineData("shapley")]
    public async Task Channels_ByAModelOfChannels_OpenToWholeWaysAndTheModelsNumber(string model)
    {
        await _bed.FillAsync(16);
        var query = $"{April}&model={model}&minimum=2";
        var report = (ChannelsReport)await _bed.Channels.AnswerAsync(_bed.Query(query, ChannelsNumbers.All), default);
        foreach (var row in report.Rows.Append(report.Total with { Channel = string.Empty }))
        {
            foreach (var (number, expected) in new[]
            {
                ("lead", row.Leads),
                ("customer", row.Customers),
                ("amount", row.Amount),
                ("visitor_to_lead", row.VisitorToLead),
                ("roas", row.Roas),
            })
            {
                var found = await _bed.ExplainAsync(_bed.Channels, $"{query}&explain={number}{Narrow(row)}");
                Assert.Equal((row.Channel, number, expected, model), (row.Channel, number, found.Value, found.Model));
            }

            var ways = await _bed.ExplainAsync(_bed.Channels, $"{query}&explain=lead{Narrow(row)}");
            Assert.All(ways.Rows, way => Assert.Contains(row.Channel, way.Detail, StringComparison.Ordinal));
            Assert.Equal(model == "markov" ? ["conversions", "non_conversions"] : ["conversions"], ways.Groups.Select(group => group.Name));
        }

        Assert.NotEqual(0, report.Total.Leads);
    }

    [Theory]
    [InlineData("from=2026-04-02&to=2026-04-30", "only whole calendar months: choose from the first to the last day of one or more months")]
    [InlineData(April + "&minimum=1000", "not enough data: ")]
    [InlineData(April + "&source=twitter", "markov looks at channels alone: below them it has no value")]
    public async Task Channels_WhereAModelOfChannelsHasNoValue_OpenToTheReason(string query, string reason)
    {
        await _bed.FillAsync(16);

        var found = await _bed.ExplainAsync(_bed.Channels, $"{query}&model=markov&explain=lead");
        var rate = await _bed.ExplainAsync(_bed.Channels, $"{query}&model=markov&explain=visitor_to_lead");

        Assert.Equal((0, null, "markov"), (found.Rows.Count, found.Value, found.Model));
        Assert.StartsWith(reason, found.Note, StringComparison.Ordinal);
        Assert.Equal((null, found.Note), (rate.Value, rate.Note));
    }

    [Theory]
    [InlineData(17, All)]
    [InlineData(18, April)]
    public async Task Funnel_EveryRateAndMedian_IsItsRows(int seed, string period)
    {
        await _bed.FillAsync(seed);
        var report = (FunnelReport)await _bed.Funnel.AnswerAsync(_bed.Query(period, FunnelNumbers.All), default);
        Task<ReportExplanation> OpenAsync(string cell) => _bed.ExplainAsync(_bed.Funnel, $"{period}&explain={cell}");

        var before = (FunnelStep?)null;
        foreach (var step in report.Steps)
        {
            var rate = await OpenAsync($"rate&stage={step.Stage}");
            Assert.Equal((step.Rate, step.Entries), (rate.Value, rate.Groups[0].Rows));
            Assert.Equal([step.Stage, .. before is null ? [] : new[] { before.Stage }], rate.Groups.Select(group => group.Name));
            Assert.Equal(before?.Entries, rate.Groups.ElementAtOrDefault(1)?.Rows);
            Assert.Equal(step.PreviousRate, (await OpenAsync($"rate&stage={step.Stage}&section=previous")).Value);
            Assert.Equal(step.Change, (await OpenAsync($"change&stage={step.Stage}")).Value);
            var median = await OpenAsync($"median_days&stage={step.Stage}");
            Assert.Equal(step.MedianDays, median.Value);
            Assert.Equal(step.MedianDays is null, median.Rows.Count == 0);
            Assert.All(median.Rows, row => Assert.True(row is { Days: >= 0, LeadId: not null }));
            before = step;
        }

        foreach (var step in report.Cohort)
        {
            Assert.Equal(step.Rate, (await OpenAsync($"rate&stage={step.Stage}&section=cohort")).Value);
            Assert.Equal(step.Share, (await OpenAsync($"share&stage={step.Stage}")).Value);
        }

        Assert.Contains(report.Steps, step => step.MedianDays > 0);
        Assert.Contains(report.Cohort, step => step.Share is > 0 and < 1);
    }

    [Theory]
    [InlineData(17, All)]
    [InlineData(18, April)]
    public async Task Funnel_EveryCellOfItsFile_OpensByItsColumn(int seed, string period)
    {
        await _bed.FillAsync(seed);
        var report = (FunnelReport)await _bed.Funnel.AnswerAsync(_bed.Query(period, FunnelNumbers.All), default);
        Task<ReportExplanation> OpenAsync(string cell) => _bed.ExplainAsync(_bed.Funnel, $"{period}&explain={cell}");

        foreach (var step in report.Steps)
        {
            Assert.Equal(
                (step.Stage, (decimal)step.Entries, (decimal)step.PreviousEntries, step.PreviousRate),
                (step.Stage, (await OpenAsync($"entries&stage={step.Stage}&section=period")).Sum,
                    (await OpenAsync($"previous_entries&stage={step.Stage}")).Sum,
                    (await OpenAsync($"previousRate&stage={step.Stage}")).Value));
        }

        foreach (var step in report.Cohort)
        {
            Assert.Equal(step.Leads, (await OpenAsync($"entries&stage={step.Stage}&section=cohort")).Sum);
            Assert.Equal(step.Leads, (await OpenAsync($"leads&stage={step.Stage}")).Sum);
        }

        foreach (var loss in report.LossReasons)
        {
            Assert.Equal(loss.Leads, (await OpenAsync($"entries&stage={loss.Stage}&section=loss&reason={loss.Reason}")).Sum);
            Assert.Equal(loss.Leads, (await OpenAsync($"leads&stage={loss.Stage}&reason={loss.Reason}")).Sum);
        }

        Assert.Equal(report.Deals, (await OpenAsync("entries&stage=deals&section=period")).Rows.Count);
        Assert.Equal(report.Reopened, (await OpenAsync("entries&stage=reopened")).Rows.Count);
        Assert.Contains(report.Steps, step => step.Entries > 0);
    }

    [Theory]
    [InlineData("visit")]
    [InlineData("lead")]
    public async Task Funnel_RateOfTheFirstStageOfACohort_HasNothingToBeDividedBy(string stage)
    {
        await _bed.FillAsync(18);

        var rate = await _bed.ExplainAsync(_bed.Funnel, $"{April}&explain=rate&stage={stage}&section=cohort");

        Assert.Equal((null, $"cohort {stage}"), (rate.Value, Assert.Single(rate.Groups).Name));
    }

    [Fact]
    public async Task Runway_EveryNumberOfEveryLine_IsItsRows()
    {
        await _bed.FillAsync(19);
        await _bed.ImportAsync(
            _bed.Bed.Get<TargetImport>(),
            "month,metric,planned\n2025-12,visits,10\n2026-01,visits,20\n2026-03,visits,30\n2026-03,leads,4.5\n2026-03,amount,900\n2026-03,cost,300.25\n2026-04,visits,40\n2026-07,cost,7\n");
        const string Year = "from=2026-01-01&margin=50";
        var report = (RunwayReport)await _bed.Runway.AnswerAsync(_bed.Query(Year, RunwayNumbers.All), default);
        var seen = new SortedSet<string>();
        foreach (var line in report.Lines)
        {
            foreach (var cell in line.Months)
            {
                await EqualAsync(line.Metric, cell, "actual", cell.Actual);
                await EqualAsync(line.Metric, cell, "planned", cell.Planned);
                await EqualAsync(line.Metric, cell, "variance", cell.Variance);
                await EqualAsync(line.Metric, cell, "cumulated_actual", cell.CumulatedActual);
                await EqualAsync(line.Metric, cell, "cumulated_planned", cell.CumulatedPlanned);
                await EqualAsync(line.Metric, cell, "cumulated_variance", cell.CumulatedVariance);
                await EqualAsync(line.Metric, cell, "variance_percent", cell.VariancePercent);
                await EqualAsync(line.Metric, cell, "cumulatedVariancePercent", cell.CumulatedVariancePercent);
            }
        }

        foreach (var target in report.NextYear)
        {
            var found = await _bed.ExplainAsync(
                _bed.Runway, $"{Year}&explain=next_year&metric={target.Metric}&month={target.Month:yyyy-MM}");
            var isMoney = target.Metric is TargetMetrics.Amount or TargetMetrics.Cost;
            Assert.Equal((target, target.Planned, target.Planned), (target, found.Value, Math.Max(0, isMoney ? found.Amount : found.Sum)));
        }

        Assert.Contains(report.NextYear, target => target is { Metric: TargetMetrics.Amount, Planned: > 0 });
        Assert.Empty(new[]
        {
            "visits planned",
            "visit_growth planned",
            "visitor_to_lead planned",
            "romi planned",
            "romi actual",
            "visits variance",
            "visits variance_percent",
            "amount cumulatedVariancePercent",
            "romi cumulated_variance",
            "visit_growth actual",
        }.Except(seen));
        var sums = await _bed.ExplainAsync(_bed.Runway, $"{Year}&explain=planned&metric=visits");
        Assert.Equal(90m, sums.Value);
        Assert.Equal(["2026-01 visits", "2026-03 visits", "2026-04 visits"], sums.Rows.Select(row => row.Id));

        async Task EqualAsync(string metric, RunwayCell cell, string number, decimal? expected)
        {
            var month = cell.Month.ToString();
            var asked = $"{Year}&explain={number}&metric={metric}&month={month}";
            var found = await _bed.ExplainAsync(_bed.Runway, asked);
            if (number == "actual")
            {
                Assert.Equal(metric, found.Of);
            }

            var isSum = number == "actual" && TargetMetrics.All.Contains(metric);
            Assert.Equal(
                (asked, expected ?? (isSum ? 0 : null)),
                (asked, !isSum ? found.Value : metric is "amount" or "cost" ? found.Amount : found.Sum));
            if (expected is not null)
            {
                seen.Add($"{metric} {number}");
            }
        }
    }

    [Fact]
    public async Task Runway_MonthThatItDoesNotShow_OpensToTheReason()
    {
        var found = await _bed.ExplainAsync(_bed.Runway, "from=2026-01-01&explain=planned&metric=visits&month=2027-01");

        Assert.Equal((0, "the runway shows the months 2026-01 to 2026-12 alone"), (found.Rows.Count, found.Note));
    }

    [Theory]
    [InlineData("metric=visits&month=2026-06", "next year's plan has the months that the runway shows and that are over, a year later")]
    [InlineData("metric=visits&month=2027-12", "next year's plan has the months that the runway shows and that are over, a year later")]
    [InlineData("metric=visits&month=0001-01", "next year's plan has the months that the runway shows and that are over, a year later")]
    [InlineData(
        "metric=romi&month=2027-01",
        "plans are of visits, leads, mql, sql, opportunities, customers, amount, cost: romi follows from them")]
    public async Task Runway_NextYearThatIsNotPlanned_OpensToTheReason(string cell, string note)
    {
        var found = await _bed.ExplainAsync(_bed.Runway, $"from=2026-01-01&explain=next_year&{cell}");

        Assert.Equal((0, null, note), (found.Rows.Count, found.Value, found.Note));
    }

    [Fact]
    public async Task Nurture_CostPerMql_IsItsRows()
    {
        await _bed.FillAsync(5);
        var report = (NurtureReport)await _bed.Nurture.AnswerAsync(_bed.Query($"{All}&model=linear", NurtureNumbers.All), default);

        foreach (var campaign in report.Campaigns)
        {
            var found = await _bed.ExplainAsync(_bed.Nurture, $"{All}&model=linear&explain=cost_per_mql&campaign={campaign.Campaign}");
            Assert.Equal((campaign.CostPerMql, campaign.Cost, campaign.Mql), (found.Value, found.Groups[0].Amount, found.Groups[1].Sum));
        }

        Assert.Contains(report.Campaigns, campaign => campaign.CostPerMql > 0);
    }

    [Fact]
    public async Task Nurture_EveryCellOfItsFile_OpensByItsColumn()
    {
        await _bed.FillAsync(5);
        var report = (NurtureReport)await _bed.Nurture.AnswerAsync(_bed.Query($"{All}&model=linear", NurtureNumbers.All), default);
        Task<ReportExplanation> OpenAsync(string cell) => _bed.ExplainAsync(_bed.Nurture, $"{All}&model=linear&explain={cell}");

        foreach (var month in report.Months)
        {
            var name = month.Month.ToString();
            Assert.Equal(
                (month.NewLeads, month.NewLeads, month.ReopenedLeads),
                ((await OpenAsync($"leads&month={name}")).Sum,
                    (await OpenAsync($"newLeads&month={name}")).Sum,
                    (await OpenAsync($"reopenedLeads&month={name}")).Sum));
            foreach (var bucket in month.ScoreProfile)
            {
                var edge = bucket.From.ToString(CultureInfo.InvariantCulture);
                Assert.Equal(bucket.Leads, (await OpenAsync($"leads&month={name}&score={edge}")).Sum);
            }
        }

        foreach (var campaign in report.Campaigns)
        {
            Assert.Equal(campaign.Mql, (await OpenAsync($"mql&campaign={campaign.Campaign}")).Sum);
        }

        foreach (var activity in report.Activities)
        {
            var cell = $"activity={activity.Activity}";
            Assert.Equal(
                (activity.Activity, activity.Leads, activity.Times, (decimal?)activity.Points, (decimal?)activity.Points),
                (activity.Activity, (long)(await OpenAsync($"leads&{cell}")).Sum, (long)(await OpenAsync($"times&{cell}")).Sum,
                    (await OpenAsync($"points&{cell}")).Value, (await OpenAsync($"effect&{cell}")).Value));
        }

        Assert.Contains(report.Activities, activity => activity.Times > activity.Leads);
        Assert.Contains(report.Campaigns, campaign => campaign.Mql > 0);
    }

    [Theory]
    [InlineData("lead")]
    [InlineData("customer")]
    public async Task Paths_EveryRateAndMedian_IsItsRows(string kind)
    {
        await _bed.FillAsync(6);
        var report = (PathsReport)await _bed.Paths.AnswerAsync(_bed.Query($"{All}&kind={kind}", PathsNumbers.All), default);

        foreach (var row in report.Rows.Append(report.Total with { Path = string.Empty }))
        {
            var cell = row.Path.Length == 0 ? string.Empty : $"&path={row.Path}";
            var rate = await _bed.ExplainAsync(_bed.Paths, $"{All}&kind={kind}&explain=rate{cell}");
            var median = await _bed.ExplainAsync(_bed.Paths, $"{All}&kind={kind}&explain=median_days{cell}");
            Assert.Equal(row.Amount, (await _bed.ExplainAsync(_bed.Paths, $"{All}&kind={kind}&explain=amount{cell}")).Amount);
            Assert.Equal((row.Path, row.Rate, row.MedianDays), (row.Path, rate.Value, median.Value));
            Assert.Equal((row.Conversions, row.NonConversions), ((long)rate.Groups[0].Sum, rate.Groups[1].Rows));
        }

        Assert.Contains(report.Rows, row => row.MedianDays > 0);
    }

    [Fact]
    public async Task Insights_EveryShareAndLift_IsItsLeads()
    {
        await _bed.FillAsync(7);
        var report = (InsightsReport)await _bed.Insights.AnswerAsync(_bed.Query(All, InsightsNumbers.All), default);
        Task<ReportExplanation> OpenAsync(string cell) => _bed.ExplainAsync(_bed.Insights, $"{All}&explain={cell}");

        foreach (var item in report.Activities)
        {
            var lift = await OpenAsync($"lift&activity={item.Activity}");
            Assert.Equal(
                (item.Lift, item.Customers, item.AllCustomers, item.Others, item.AllOthers),
                (lift.Value, lift.Groups[0].Rows, lift.Groups[1].Rows, lift.Groups[2].Rows, lift.Groups[3].Rows));
            Assert.Equal(
                (item.Customers, item.AllCustomers, item.Others, item.AllOthers),
                ((await OpenAsync($"customers&activity={item.Activity}")).Rows.Count,
                    (await OpenAsync($"all_customers&activity={item.Activity}")).Rows.Count,
                    (await OpenAsync($"others&activity={item.Activity}")).Rows.Count,
                    (await OpenAsync($"allOthers&activity={item.Activity}")).Rows.Count));
            Assert.Equal(item.LiftInterval?.Low, (await OpenAsync($"lift_low&activity={item.Activity}")).Value);
            Assert.Equal(item.LiftInterval?.High, (await OpenAsync($"lift_high&activity={item.Activity}")).Value);
            Assert.Equal(item.CustomerShare, (await OpenAsync($"customer_share&activity={item.Activity}")).Value);
            Assert.Equal(item.OtherShare, (await OpenAsync($"other_share&activity={item.Activity}")).Value);
        }

        foreach (var level in report.Thresholds)
        {
            var name = level.Level.ToString(CultureInfo.InvariantCulture);
            Assert.Equal(
                (level.Hits, level.Customers, level.Reached),
                ((await OpenAsync($"customers&threshold={name}")).Rows.Count,
                    (await OpenAsync($"all_customers&threshold={name}")).Rows.Count,
                    (await OpenAsync($"reached&threshold={name}")).Rows.Count));
            Assert.Equal(
                (level.Precision, level.Recall),
                ((await OpenAsync($"precision&threshold={name}")).Value, (await OpenAsync($"recall&threshold={name}")).Value));
            Assert.Equal(
                (level.PrecisionInterval?.Low, level.PrecisionInterval?.High),
                ((await OpenAsync($"precision_low&threshold={name}")).Value, (await OpenAsync($"precision_high&threshold={name}")).Value));
            Assert.Equal(
                (level.RecallInterval?.Low, level.RecallInterval?.High),
                ((await OpenAsync($"recall_low&threshold={name}")).Value, (await OpenAsync($"recall_high&threshold={name}")).Value));
        }

        Assert.Contains(report.Activities, item => item.Lift > 0 && item.LiftInterval is not null);
    }

    [Fact]
    public async Task Quality_EveryShare_IsItsRows()
    {
        await _bed.FillAsync(8);
        var report = (QualityReport)await _bed.Quality.AnswerAsync(_bed.Query(All, QualityNumbers.All), default);

        var campaigns = await _bed.ExplainAsync(_bed.Quality, $"{All}&explain=without_campaign_share");
        var unattributed = await _bed.ExplainAsync(_bed.Quality, $"{All}&explain=unattributed_share");

        Assert.Equal((report.WithoutCampaignShare, report.UnattributedShare), (campaigns.Value, unattributed.Value));
        Assert.Equal((report.WithoutCampaign, report.Visits), (campaigns.Groups[0].Rows, campaigns.Groups[1].Rows));
    }

    [Theory]
    [InlineData("explain=rate", "stage")]
    [InlineData("explain=rate&stage=deals", "stage")]
    [InlineData("explain=share&stage=mql&section=period", "section")]
    [InlineData("explain=entries", "stage")]
    [InlineData("explain=entries&stage=zzz", "stage")]
    [InlineData("explain=entries&stage=deals&section=cohort", "section")]
    [InlineData("explain=entries&stage=mql&reason=price", "reason")]
    [InlineData("explain=previous_entries&stage=deals", "stage")]
    public void Read_FunnelRate_NeedsAStage(string query, string field) =>
        Assert.Equal(field, Assert.Single(_bed.Problems(query, FunnelNumbers.All)).Field);

    [Theory]
    [InlineData("explain=planned", "metric")]
    [InlineData("explain=planned&metric=clicks", "metric")]
    [InlineData("explain=variance&metric=visits", "month")]
    [InlineData("explain=visit_growth", "month")]
    [InlineData("explain=cumulated_actual", "metric,month")]
    [InlineData("explain=actual", "metric")]
    [InlineData("explain=actual&metric=visit_growth", "month")]
    [InlineData("explain=variance_percent&metric=visits", "month")]
    public void Read_RunwayNumber_NeedsItsMetricAndMonth(string query, string fields) =>
        Assert.Equal(fields, string.Join(',', _bed.Problems(query, RunwayNumbers.All).Select(problem => problem.Field).Order()));

    private static string Narrow(ChannelRow row) => string.Concat(
        new[] { ("channel", row.Channel), ("source", row.Source), ("campaign", row.Campaign), ("landing_page", row.LandingPage) }
            .Where(item => !string.IsNullOrEmpty(item.Item2)).Select(item => $"&{item.Item1}={item.Item2}"));
}
