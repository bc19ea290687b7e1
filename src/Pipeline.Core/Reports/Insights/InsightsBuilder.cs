using Pipeline.Attribution;
using Pipeline.Money;
using Pipeline.Time;

namespace Pipeline.Reports.Insights;

/// <summary>Builds the report of insights; pure.</summary>
public static class InsightsBuilder
{
    /// <summary>Scores at which a threshold is tried, besides the one in use: 10, 20 … 200.</summary>
    public static IReadOnlyList<double> Levels { get; } = [.. Enumerable.Range(1, 20).Select(i => i * 10.0)];

    /// <summary>Builds the report.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="leads">Every lead.</param>
    /// <param name="threshold">Score from which a lead is MQL.</param>
    /// <param name="localTime">Cuts local days.</param>
    /// <param name="at">Moment that all is true at.</param>
    public static InsightsReport Build(
        ReportQuery query, IReadOnlyList<LeadRecord> leads, double threshold, LocalTime localTime, DateTimeOffset at)
    {
        var (start, end) = (localTime.StartOf(query.From), localTime.NextMidnight(query.To));
        var cohort = leads.Where(lead => lead.CreatedAt >= start && lead.CreatedAt < end)
            .Select(lead => (Lead: lead, WonAt: StageCounts.FirstOf(lead, ConversionKind.Customer)))
            .ToList();
        var customers = cohort.LongCount(item => item.WonAt is not null);
        return new InsightsReport
        {
            From = query.From,
            To = query.To,
            At = at,
            Activities =
            [
                .. cohort
                    .SelectMany(
                        item => item.Lead.Insight.Activities.Where(activity => !(activity.FirstAt >= item.WonAt)),
                        (item, activity) => (activity.Key, item.WonAt))
                    .GroupBy(item => item.Key, StringComparer.Ordinal)
                        .Select(group => Lift(
                            group.Key,
                            group.LongCount(item => item.WonAt is not null),
                            customers,
                            group.LongCount(item => item.WonAt is null),
                            cohort.Count - customers))
                        .OrderByDescending(item => item.Lift ?? -1)
                    .ThenByDescending(item => item.Customers)
                    .ThenBy(item => item.Activity, StringComparer.Ordinal),
            ],
            Thresholds =
            [
                .. Levels.Append(threshold).Distinct().Order().Select(level =>
                {
                    var reached = cohort.Where(item => item.Lead.Insight.PeakScore >= level).ToList();
                    var hits = reached.LongCount(item => item.WonAt is not null);
                    return new ThresholdLevel(
                        level,
                        level == threshold,
                        reached.Count,
                        hits,
                        customers,
                        ReportMoney.Rate(hits, reached.Count),
                        Interval.Wilson(hits, reached.Count),
                        ReportMoney.Rate(hits, customers),
                        Interval.Wilson(hits, customers));
                }),
            ],
        };
    }

    /// <summary>Share among customers ÷ share among the others, four decimals; null when there is no customer or the latter is 0.</summary>
    /// <param name="customers">Customers that did it.</param>
    /// <param name="others">Others that did it.</param>
    public static decimal? LiftOf(long customers, long allCustomers, long others, long allOthers) => allCustomers == 0 || others == 0
        ? null
        : Math.Round((decimal)customers / allCustomers / ((decimal)others / allOthers), 4);

    private static ActivityLift Lift(string activity, long customers, long allCustomers, long others, long allOthers)
    {
        return new ActivityLift(
            activity,
            customers,
            allCustomers,
            others,
            allOthers,
            ReportMoney.Rate(customers, allCustomers),
            ReportMoney.Rate(others, allOthers),
            LiftOf(customers, allCustomers, others, allOthers),
            Interval.Ratio(customers, allCustomers, others, allOthers));
    }
}
