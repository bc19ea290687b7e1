using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Days;
using Pipeline.Money;
using Pipeline.Rollups;
using Pipeline.Time;
using Pipeline.Uploads;

namespace Pipeline.Reports.Nurture;

/// <summary>Builds the nurture report; pure.</summary>
public static class NurtureBuilder
{
    /// <summary>Edges of the score profile, besides the threshold of MQL.</summary>
    public static IReadOnlyList<double> Edges { get; } = [0, 1, 20, 50];

    /// <summary>Why a model says nothing about a campaign.</summary>
    /// <param name="model">Name of a model by channel.</param>
    public static string NoCampaigns(string model) => $"{model} looks at channels alone: a campaign has no value by it";

    /// <summary>Builds the report.</summary>
    /// <param name="query">What is asked for; the first of its models credits.</param>
    /// <param name="days">Rolled-up days of the period.</param>
    /// <param name="leads">Every lead.</param>
    /// <param name="costs">Costs of the period.</param>
    /// <param name="threshold">Score from which a lead is MQL.</param>
    /// <param name="localTime">Cuts local months.</param>
    /// <param name="money">Shows amounts.</param>
    /// <param name="at">Moment that all is true at.</param>
    public static NurtureReport Build(
        ReportQuery query,
        IReadOnlyList<RolledUpDay> days,
        IReadOnlyList<LeadRecord> leads,
        IReadOnlyList<CostLine> costs,
        double threshold,
        LocalTime localTime,
        ReportMoney money,
        DateTimeOffset at)
    {
        var (start, end) = (localTime.StartOf(query.From), localTime.NextMidnight(query.To));
        var model = query.Models[0];
        var isByChannel = model is AttributionModels.Markov or AttributionModels.Shapley;
        var mql = days.SelectMany(day => day.Rows)
            .GroupBy(row => row.Dimensions.Campaign)
            .ToDictionary(
                group => group.Key,
                group => CreditTotal.Conversions(group.Sum(row => row.Credits.GetValueOrDefault((ConversionKind.Mql, model)).Micro)),
                StringComparer.Ordinal);

        // What was spent on no campaign, and the MQL that none brought, are a row too: else the sums hide them.
        var campaigns = ShownCosts.Of(costs, days).GroupBy(cost => cost.Campaign ?? RollupDimensions.None, StringComparer.Ordinal)
            .Select(group => (group.Key, Cost: group.Sum(cost => cost.Amount)))
            .Concat(costs.Any(cost => cost.Campaign is null) ? [] : [(Key: RollupDimensions.None, Cost: 0L)])
            .Select(item => CampaignOf(item.Key, item.Cost, isByChannel ? null : mql.GetValueOrDefault(item.Key), money))
            .OrderBy(item => item.Campaign == RollupDimensions.None)
            .ThenByDescending(item => item.CostPerMql ?? decimal.MaxValue).ThenByDescending(item => item.Cost)
            .ThenBy(item => item.Campaign, StringComparer.Ordinal)
            .ToList();
        return new NurtureReport
        {
            From = query.From,
            To = query.To,
            At = at,
            Currency = money.Currency,
            Model = model,
            Note = isByChannel ? NoCampaigns(model) : null,
            Parameters = query.Parameters,
            Months = [.. Time.Month.Touched(query.From, query.To).Select(month => MonthOf(month, leads, threshold, localTime, at))],
            Campaigns = campaigns,
            CampaignTotal = CampaignOf(
                "Total",
                campaigns.Sum(campaign => campaign.Spent),
                isByChannel ? null : campaigns.Sum(campaign => campaign.Mql ?? 0),
                money),
            Activities =
            [
                .. leads.Where(lead => lead.CreatedAt >= start && lead.CreatedAt < end)
                    .SelectMany(lead => lead.Insight.Activities)
                    .GroupBy(activity => activity.Key, StringComparer.Ordinal)
                    .Select(group => (group.Key, Leads: group.LongCount(), Times: group.Sum(
                        activity => (long)activity.Count), Points: group.Sum(activity => activity.Points)))
                    .Select(item => new ActivityEffect(
                        item.Key, item.Leads, item.Times, Math.Round((decimal)item.Points, 2), item.Points > 0 ? "raises" : item.Points < 0
                            ? "lowers"
                            : "nothing"))
                    .OrderByDescending(item => item.Points).ThenByDescending(item => item.Leads)
                    .ThenBy(item => item.Activity, StringComparer.Ordinal),
            ],
        };
    }

    private static CampaignCost CampaignOf(string name, long cost, decimal? mql, ReportMoney money) =>
        new(name, money.Of(cost), mql, mql is { } count && cost != 0 ? money.Each(cost, count) : null) { Spent = cost };

    /// <summary>Lower edges of the buckets of scores, in order: the fixed ones and the threshold.</summary>
    /// <param name="threshold">Score at which a lead becomes MQL.</param>
    public static IReadOnlyList<double> EdgesWith(double threshold) => [.. Edges.Append(threshold).Distinct().Order()];

    private static NurtureMonth MonthOf(
        Month month, IReadOnlyList<LeadRecord> leads, double threshold, LocalTime localTime, DateTimeOffset at)
    {
        var (start, end) = (localTime.StartOf(month.FirstDay), localTime.NextMidnight(month.LastDay));
        var created = leads.Where(lead => lead.CreatedAt >= start && lead.CreatedAt < end).ToList();
        var edges = EdgesWith(threshold);
        return new NurtureMonth(
            month,
            at >= end,
            created.Count,
            StageCounts.Reopened(leads, start, end),
            StageCounts.Count(leads, ConversionKind.Mql, start, end),
            [
                .. edges.Select((edge, place) =>
                {
                    var below = place + 1 < edges.Count ? edges[place + 1] : (double?)null;
                    return new ScoreBucket(edge, below, created.LongCount(lead =>
                        (lead.Insight.MonthEndScore >= edge || place == 0) && !(lead.Insight.MonthEndScore >= below)));
                }),
            ]);
    }
}
