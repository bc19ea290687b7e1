using Pipeline.Reporting.Insights;

namespace Pipeline.Reporting.Explanations;

/// <summary>
/// Opens the numbers of the reports of stages: those that are computed from others (rates, shares, lifts, costs per lead) as the rows of each number
/// that they are computed from, in groups; all others by <see cref="StageExplanations"/>.
/// </summary>
public sealed class StageNumbers(StageExplanations explanations, RunwayNumbers runway, ReportMoney money)
{
    private static readonly string[] Stages = ["visit", .. StageCounts.Kinds.Select(StageCounts.NameOf)];

    /// <summary>Opens a number of the funnel.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<ReportExplanation> FunnelAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var section = query.Row.GetValueOrDefault(ReportCells.Section, ReportCells.Period);
        switch (query.Explain)
        {
            case "rate":
                var (rate, parts) = await RateAsync(query, section, cancellationToken);
                return ExplainedParts.Join(query, rate, parts);
            case "change":
                var (now, own) = await RateAsync(query, ReportCells.Period, cancellationToken);
                var (before, previous) = await RateAsync(query, ReportCells.Previous, cancellationToken);
                return ExplainedParts.Join(query, now - before, [.. own, .. previous]);
            case "share":
                var cohort = await OpenAsync(query, "lead", ReportCells.Cohort, cancellationToken);
                var reached = await OpenAsync(query, query.Row[ReportCells.Stage], ReportCells.Cohort, cancellationToken);
                return ExplainedParts.Join(query, ReportMoney.Rate(reached.Sum, cohort.Sum), (query.Row[ReportCells.Stage], reached), ("cohort", cohort));
            default:
                return await explanations.FunnelAsync(query, cancellationToken);
        }
    }

    /// <summary>Opens a number of the runway.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public Task<ReportExplanation> RunwayAsync(ReportQuery query, CancellationToken cancellationToken) => runway.ExplainAsync(query, cancellationToken);

    /// <summary>Opens a number of the nurture report.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public Task<ReportExplanation> NurtureAsync(ReportQuery query, CancellationToken cancellationToken) => query.Explain == "cost_per_mql"
        ? RatioAsync(
            query,
            explanations.NurtureAsync,
            [("cost", query with { Explain = "cost" }), ("campaign_mql", query with { Explain = "campaign_mql" })],
            parts => parts[1].Note is null ? money.Each(parts[0].Amount, parts[1].Sum) : null,
            cancellationToken)
        : explanations.NurtureAsync(query, cancellationToken);

    /// <summary>Opens a number of the report of ways.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public Task<ReportExplanation> PathsAsync(ReportQuery query, CancellationToken cancellationToken) => query.Explain == "rate"
        ? RatioAsync(
            query,
            explanations.PathsAsync,
            [("conversions", query with { Explain = "conversions" }), ("non_conversions", query with { Explain = "non_conversions" })],
            parts => ReportMoney.Rate(parts[0].Sum, parts[0].Sum + parts[1].Sum),
            cancellationToken)
        : explanations.PathsAsync(query, cancellationToken);

    /// <summary>Opens a number of the insights.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public Task<ReportExplanation> InsightsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var activity = (ReportCells.Activity, query.Row.GetValueOrDefault(ReportCells.Activity));
        var threshold = (ReportCells.Threshold, query.Row.GetValueOrDefault(ReportCells.Threshold));
        (string, ReportQuery)[] customers = [("customers with it", ExplainedParts.Of(query, "customers", activity)), ("all customers", ExplainedParts.Of(query, "customers"))];
        (string, ReportQuery)[] others = [("others with it", ExplainedParts.Of(query, "others", activity)), ("all others", ExplainedParts.Of(query, "others"))];
        var hits = ("hits", ExplainedParts.Of(query, "hits", threshold));
        (string, ReportQuery)[] precision = [hits, ("reached", ExplainedParts.Of(query, "reached", threshold))];
        (string, ReportQuery)[] recall = [hits, ("customers", ExplainedParts.Of(query, "customers"))];
        return query.Explain switch
        {
            "customer_share" => ShareAsync(customers),
            "other_share" => ShareAsync(others),
            "lift" => OfLeadsAsync([.. customers, .. others], leads => InsightsBuilder.LiftOf(leads[0], leads[1], leads[2], leads[3])),
            "lift_low" => OfLeadsAsync([.. customers, .. others], leads => Interval.Ratio(leads[0], leads[1], leads[2], leads[3])?.Low),
            "lift_high" => OfLeadsAsync([.. customers, .. others], leads => Interval.Ratio(leads[0], leads[1], leads[2], leads[3])?.High),
            "precision" => ShareAsync(precision),
            "precision_low" => OfLeadsAsync(precision, leads => Interval.Wilson(leads[0], leads[1])?.Low),
            "precision_high" => OfLeadsAsync(precision, leads => Interval.Wilson(leads[0], leads[1])?.High),
            "recall" => ShareAsync(recall),
            "recall_low" => OfLeadsAsync(recall, leads => Interval.Wilson(leads[0], leads[1])?.Low),
            "recall_high" => OfLeadsAsync(recall, leads => Interval.Wilson(leads[0], leads[1])?.High),
            _ => explanations.InsightsAsync(query, cancellationToken),
        };

        Task<ReportExplanation> ShareAsync((string, ReportQuery)[] numbers) => OfLeadsAsync(numbers, leads => ReportMoney.Rate(leads[0], leads[1]));

        Task<ReportExplanation> OfLeadsAsync((string, ReportQuery)[] numbers, Func<int[], decimal?> value) => RatioAsync(
            query, explanations.InsightsAsync, numbers, parts => value([.. parts.Select(part => part.Rows.Count)]), cancellationToken);
    }

    /// <summary>Opens a number of the report of quality.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public Task<ReportExplanation> QualityAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        return query.Explain switch
        {
            "without_campaign_share" => ShareAsync("without_campaign", "visits"),
            "unattributed_share" => ShareAsync("unattributed", "conversions"),
            _ => explanations.QualityAsync(query, cancellationToken),
        };

        Task<ReportExplanation> ShareAsync(string part, string all) => RatioAsync(
            query,
            explanations.QualityAsync,
            [(part, query with { Explain = part }), (all, query with { Explain = all })],
            parts => ReportMoney.Rate(parts[0].Sum, parts[1].Sum),
            cancellationToken);
    }

    // The first stage has nothing to be divided by.
    private async Task<(decimal? Rate, IReadOnlyList<(string, ReportExplanation)> Parts)> RateAsync(
        ReportQuery query, string section, CancellationToken cancellationToken)
    {
        var place = Array.IndexOf(Stages, query.Row[ReportCells.Stage]);
        var entries = await OpenAsync(query, Stages[place], section, cancellationToken);
        if (place == (section == ReportCells.Cohort ? 1 : 0))
        {
            return (null, [(Name(place), entries)]);
        }

        var before = await OpenAsync(query, Stages[place - 1], section, cancellationToken);
        return (ReportMoney.Rate(entries.Sum, before.Sum), [(Name(place), entries), (Name(place - 1), before)]);

        string Name(int stage) => section == ReportCells.Period ? Stages[stage] : $"{section} {Stages[stage]}";
    }

    private Task<ReportExplanation> OpenAsync(ReportQuery query, string stage, string section, CancellationToken cancellationToken) =>
        explanations.FunnelAsync(ExplainedParts.Of(query, stage, (ReportCells.Section, section)), cancellationToken);

    private static async Task<ReportExplanation> RatioAsync(
        ReportQuery query,
        Func<ReportQuery, CancellationToken, Task<ReportExplanation>> open,
        IReadOnlyList<(string Name, ReportQuery Query)> numbers,
        Func<IReadOnlyList<ReportExplanation>, decimal?> value,
        CancellationToken cancellationToken)
    {
        var parts = new List<(string Name, ReportExplanation Part)>();
        foreach (var (name, number) in numbers)
        {
            parts.Add((name, await open(number, cancellationToken)));
        }

        return ExplainedParts.Join(query, value([.. parts.Select(part => part.Part)]), parts);
    }
}
