using System.Globalization;
using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Capture.Channels;
using Pipeline.Reporting.Funnel;
using Pipeline.Reporting.Inputs;
using Pipeline.Reporting.Nurture;
using Pipeline.Reporting.Paths;
using Pipeline.Reporting.Quality;
using Pipeline.Reporting.Runway;
using Pipeline.Settings;

namespace Pipeline.Reporting.Explanations;

/// <summary>Opens the numbers of the reports of stages: gives the leads, visits, deals and costs behind each.</summary>
public sealed class StageExplanations(
    ReportSource source,
    LeadRecords leadRecords,
    MonthEnds monthEnds,
    ChannelModels channelModels,
    QualityFacts qualityFacts,
    ICostStore costs,
    IDayIndex dayIndex,
    RulesSource rules,
    LocalTime localTime,
    ReportMoney money)
{
    private readonly ExplainedRows rows = new(localTime, money);
    private readonly VisitPages pages = new(source, localTime);

    /// <summary>Opens a number of the funnel.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<ReportExplanation> FunnelAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var section = query.Row.GetValueOrDefault(ReportCells.Section, ReportCells.Period);
        var asked = section == ReportCells.Previous ? query with { From = FunnelBuilder.PreviousFrom(query), To = query.From.AddDays(-1) } : query;
        var (start, end) = (localTime.StartOf(asked.From), localTime.EndOf(asked.To));
        if (query.Explain == "visit")
        {
            return section == ReportCells.Cohort ? Build(query, []) : await VisitsAsync(asked, VisitsOf.People, _ => true, cancellationToken) with { From = query.From, To = query.To };
        }

        var leads = await leadRecords.ListAsync(query.At, cancellationToken);
        return WithMedian(query, query.Explain switch
        {
            "reopened" => rows.Reopened(leads, start, end),
            "deals" => rows.Deals(leads, start, end),
            "median_days" when query.Row[ReportCells.Stage] == "visit" => [],
            "median_days" => rows.Durations(leads, KindOf(query.Row[ReportCells.Stage]), start, end),
            "lost" or "disqualified" or "recycled" => rows.Losses(leads, query.Explain, query.Row.GetValueOrDefault(ReportCells.Reason), start, end),
            _ when section == ReportCells.Cohort => rows.Reached(leads.Where(lead => lead.CreatedAt >= start && lead.CreatedAt < end), KindOf(query)),
            _ => rows.Entries(leads, KindOf(query), start, end),
        });
    }

    /// <summary>Opens an actual number of the runway.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<ReportExplanation> RunwayAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var months = RunwayBuilder.MonthsOf(query);
        var (from, to) = PeriodOf(query, months[0], Months.EndOf(months[^1]));
        return await ActualAsync(query with { From = from, To = to }, cancellationToken);
    }

    /// <summary>Opens an actual number of the runway over any months.</summary>
    /// <param name="query">Metric and period, months that are whole; empty when it begins after its end.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<ReportExplanation> ActualAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var (from, to) = (query.From, query.To);
        if (query.Explain == TargetMetrics.Visits && from <= to)
        {
            return await VisitsAsync(query, VisitsOf.People, _ => true, cancellationToken);
        }

        var (start, end) = (localTime.StartOf(from), localTime.EndOf(to));
        return Build(query, query.Explain switch
        {
            _ when from > to => [],
            TargetMetrics.Amount => rows.Conversions(
                (await source.JourneysAsync(query, cancellationToken)).Where(item => item.Journey.Conversion.Kind == ConversionKind.Customer)),
            TargetMetrics.Cost => rows.Costs((await costs.ListCostsAsync(from, source.CostsTo(query, to), cancellationToken)).Where(cost => IsPast(cost, query))),
            _ => rows.Entries(await leadRecords.ListAsync(query.At, cancellationToken), KindOf(query), start, end),
        });
    }

    /// <summary>Opens a number of the nurture report.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<ReportExplanation> NurtureAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var campaign = query.Row.GetValueOrDefault(ReportCells.Campaign);
        switch (query.Explain)
        {
            case "cost":
                var spent = await costs.ListCostsAsync(query.From, source.CostsTo(query, query.To), cancellationToken);
                return Build(query, rows.Costs(spent.Where(cost => cost.Campaign is not null && (campaign is null || cost.Campaign == campaign))));
            case "campaign_mql":
                if (!AttributionModels.ByName.TryGetValue(query.Models[0], out var model))
                {
                    return Build(query, []) with { Model = query.Models[0], Note = NurtureBuilder.NoCampaigns(query.Models[0]) };
                }

                var bought = (await costs.ListCostsAsync(query.From, source.CostsTo(query, query.To), cancellationToken)).Select(cost => cost.Campaign).OfType<string>().ToHashSet(StringComparer.Ordinal);
                var credits = rows.Credits(await source.JourneysAsync(query, cancellationToken), model, query.Parameters, ConversionKind.Mql);
                return Build(query, credits.Where(row => campaign is null ? bought.Contains(row.Campaign!) : row.Campaign == campaign)) with
                {
                    Model = model.Name,
                };
        }

        var leads = await monthEnds.ApplyAsync(await leadRecords.ListAsync(query.At, cancellationToken), query, cancellationToken);
        var (from, to) = PeriodOf(query, Months.StartOf(query.From), Months.EndOf(query.To));
        var (start, end) = (localTime.StartOf(from), localTime.EndOf(to));
        var created = leads.Where(lead => lead.CreatedAt >= start && lead.CreatedAt < end);
        return query.Explain switch
        {
            "reopened" => Build(query, rows.Reopened(leads, start, end)),
            "mql" => Build(query, rows.Entries(leads, ConversionKind.Mql, start, end)),
            "score" => Build(query, rows.Scored(created, await BucketOfAsync(query, cancellationToken))),
            "activity" => Build(query, rows.Did(InPeriod(leads, query), query.Row.GetValueOrDefault(ReportCells.Activity))),
            _ => Build(query, rows.Reached(created, ConversionKind.Lead)),
        };
    }

    /// <summary>Opens a number of the report of ways.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<ReportExplanation> PathsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var journeys = (await source.JourneysAsync(query, cancellationToken)).Where(item => item.Journey.Conversion.Kind == query.Kind)
            .Select(item => (Path: PathsBuilder.NameOf(ChannelPath.Of(item.Journey, query.Parameters).Channels), Item: item)).ToList();
        var leads = await leadRecords.ListWithVisitorsAsync(query.At, cancellationToken);
        var others = (await channelModels.NonConvertingAsync(query, query.Kind, leads, cancellationToken))
            .Select(other => (Path: PathsBuilder.NameOf(other.Path.Channels), Item: other)).ToList();
        Func<string, bool> isAsked = _ => true;
        if (query.Row.TryGetValue(ReportCells.Path, out var path))
        {
            var shown = path != RollupDimensions.Other ? []
                : PathsBuilder.Build(query, journeys.Select(item => item.Item.Journey), others.Select(item => item.Item.Path), money, source.MomentOf(query))
                    .Rows.Select(row => row.Path).ToHashSet(StringComparer.Ordinal);
            isAsked = name => path == RollupDimensions.Other ? !shown.Contains(name) : name == path;
        }

        if (query.Explain == "median_days")
        {
            return WithMedian(query, journeys.Where(item => isAsked(item.Path)).SelectMany(item => rows.Durations(item.Item, item.Path, query.Parameters)));
        }

        if (query.Explain == "conversions")
        {
            var found = journeys.Where(item => isAsked(item.Path)).ToDictionary(item => item.Item.Journey.Conversion.Id, item => item.Path, StringComparer.Ordinal);
            return Build(query, rows.Conversions(journeys.Where(item => isAsked(item.Path)).Select(item => item.Item)).Select(row => row with { Detail = found[row.Id] }));
        }

        var ids = await VisitorIdsAsync(query, others.Exists(item => item.Item.Visitor is not null), cancellationToken);
        return Build(query, others.Where(item => isAsked(item.Path)).Select(item => rows.NonConverter(item.Item, item.Path, ids)));
    }

    /// <summary>Opens a number of the insights.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<ReportExplanation> InsightsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var cohort = InPeriod(await leadRecords.ListAsync(query.At, cancellationToken), query)
            .Select(lead => (Lead: lead, WonAt: StageCounts.FirstOf(lead, ConversionKind.Customer)));
        if (query.Explain is "customers" or "others")
        {
            var activity = query.Row.GetValueOrDefault(ReportCells.Activity);
            return Build(query, cohort
                .Where(item => item.WonAt is not null == (query.Explain == "customers"))
                .Where(item => activity is null || item.Lead.Insight.Activities.Any(did => did.Key == activity && !(did.FirstAt >= item.WonAt)))
                .Select(item => rows.OfLead(item.Lead, item.WonAt ?? item.Lead.CreatedAt) with { Detail = activity }));
        }

        var level = query.Row.TryGetValue(ReportCells.Threshold, out var text)
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : await ThresholdAsync(query, cancellationToken);
        return Build(query, cohort
            .Where(item => item.Lead.Insight.PeakScore >= level && (query.Explain == "reached" || item.WonAt is not null))
            .Select(item => rows.OfLead(item.Lead, item.Lead.CreatedAt) with { Points = (decimal)Math.Round(item.Lead.Insight.PeakScore, 2) }));
    }

    /// <summary>Opens a number of the report of quality.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<ReportExplanation> QualityAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        switch (query.Explain)
        {
            case "conversions":
                return Build(query, rows.Conversions(await source.JourneysAsync(query, cancellationToken)));
            case "unattributed":
                var first = AttributionModels.ByName[AttributionModels.First];
                var credits = rows.Credits(await source.JourneysAsync(query, cancellationToken), first, query.Parameters, null);
                return Build(query, credits.Where(row => row.Channel == UnknownSource.Channel)) with { Model = first.Name };
            case "unmatched_cost":
                return Build(query, await UnmatchedCostsAsync(query, cancellationToken));
            case "anonymous_page_views":
                var days = await source.DaysAsync(query, cancellationToken);
                return Build(query, days.SelectMany(day => day.AnonymousPageViews, (day, views) => rows.OfDay(day.Day, views.Value) with { Channel = views.Key }));
            case "restated":
                var restated = (await source.DaysAsync(query, cancellationToken)).Select(day => Restatement.Of(day, money)).OfType<Restatement>();
                return Build(query, restated.Select(day => rows.OfDay(day.Day, day.Visits) with { Detail = day.Describe() }));
            case "shared_devices":
                var leads = await leadRecords.ListWithVisitorsAsync(query.At, cancellationToken);
                return Build(query, rows.SharedDevices(leads, await qualityFacts.SharedDevicesAsync(query, leads, cancellationToken)));
            case "rejected":
                var reason = query.Row.GetValueOrDefault(ReportCells.Reason);
                var counts = await qualityFacts.ListRejectedAsync(query, cancellationToken);
                return Build(query, counts.Where(count => reason is null || count.Reason == reason)
                    .Select(count => rows.OfDay(count.Day, count.Count) with { Detail = count.Reason }));
        }

        return await VisitsAsync(
            query,
            query.Explain == "bot_visits" ? VisitsOf.Machines : VisitsOf.People,
            name => query.Explain switch
            {
                "without_campaign" => name.Campaign == RollupDimensions.None,
                "unmatched_source" => name.Channel == ChannelNames.OtherCampaign
                    && name.Source == query.Row.GetValueOrDefault(ReportCells.Source, name.Source)
                    && name.Medium == query.Row.GetValueOrDefault(ReportCells.Medium, name.Medium),
                _ => true,
            },
            cancellationToken);
    }

    private async Task<IEnumerable<ExplainedRow>> UnmatchedCostsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var spent = await costs.ListCostsAsync(query.From, source.CostsTo(query, query.To), cancellationToken);
        var report = QualityBuilder.UnmatchedCosts((await source.DaysAsync(query, cancellationToken)).SelectMany(day => day.Rows), spent, money);
        var unmatched = report.Select(cost => (cost.Channel, cost.Source, cost.Campaign)).ToHashSet();
        return rows.Costs(spent.Where(cost => unmatched.Contains((cost.Channel, cost.Source, cost.Campaign))
            && cost.Channel == query.Row.GetValueOrDefault(ReportCells.Channel, cost.Channel)
            && cost.Source == (query.Row.GetValueOrDefault(ReportCells.Source) ?? cost.Source)
            && cost.Campaign == (query.Row.GetValueOrDefault(ReportCells.Campaign) ?? cost.Campaign)));
    }

    private async Task<ReportExplanation> VisitsAsync(
        ReportQuery query, VisitsOf who, Func<RollupDimensions, bool> isAsked, CancellationToken cancellationToken)
    {
        var (found, sum, next) = await pages.ListAsync(query, who, isAsked, cancellationToken);
        return Build(query, found) with { Sum = sum, Next = next };
    }

    private async Task<IReadOnlyDictionary<long, string>> VisitorIdsAsync(ReportQuery query, bool isNeeded, CancellationToken cancellationToken) => isNeeded
        ? (await dayIndex.ListAsync(DayEntryKind.Visit, query.From, query.To, cancellationToken))
            .Select(active => active.Id).Distinct(StringComparer.Ordinal).ToDictionary(VisitMark.HashOf)
        : new Dictionary<long, string>();

    private async Task<(double From, double? Below)?> BucketOfAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        if (!query.Row.TryGetValue(ReportCells.Score, out var text))
        {
            return null;
        }

        var edges = NurtureBuilder.EdgesWith(await ThresholdAsync(query, cancellationToken));
        var from = double.Parse(text, CultureInfo.InvariantCulture);
        return (edges[0] == from ? double.NegativeInfinity : from, edges.Where(edge => edge > from).Select(edge => (double?)edge).FirstOrDefault());
    }

    private async Task<double> ThresholdAsync(ReportQuery query, CancellationToken cancellationToken) =>
        (await rules.GetAsync(cancellationToken)).Scoring.At(source.MomentOf(query)).Rules.Rules.EnterThreshold;

    private IEnumerable<LeadRecord> InPeriod(IEnumerable<LeadRecord> leads, ReportQuery query)
    {
        var (start, end) = (localTime.StartOf(query.From), localTime.EndOf(query.To));
        return leads.Where(lead => lead.CreatedAt >= start && lead.CreatedAt < end);
    }

    // A month to come has no actual number, though its cost may be known.
    private bool IsPast(CostLine cost, ReportQuery query) => localTime.StartOf(Months.StartOf(cost.Day)) <= source.MomentOf(query);

    private static (DateOnly From, DateOnly To) PeriodOf(ReportQuery query, DateOnly from, DateOnly to)
    {
        if (!query.Row.TryGetValue(ReportCells.Month, out var text))
        {
            return (from, to);
        }

        var month = DateOnly.ParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture);
        return month < from || month > to ? (to, from) : (month, Months.EndOf(month));
    }

    private ReportExplanation WithMedian(ReportQuery query, IEnumerable<ExplainedRow> found)
    {
        var built = Build(query, found);
        return query.Explain == "median_days" ? built with { Value = StageCounts.Median(built.Rows.Select(row => row.Exact)) } : built;
    }

    private static ConversionKind KindOf(ReportQuery query) => KindOf(query.Explain!);

    private static ConversionKind KindOf(string stage) => stage switch
    {
        "lead" or TargetMetrics.Leads => ConversionKind.Lead,
        TargetMetrics.Mql => ConversionKind.Mql,
        TargetMetrics.Sql => ConversionKind.Sql,
        "opportunity" or TargetMetrics.Opportunities => ConversionKind.Opportunity,
        _ => ConversionKind.Customer,
    };

    internal ReportExplanation Build(ReportQuery query, IEnumerable<ExplainedRow> found) => ReportExplanation.Create(query, money, found);
}
