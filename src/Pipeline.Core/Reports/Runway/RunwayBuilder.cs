using Pipeline.Attribution;
using Pipeline.Money;
using Pipeline.Rollups;
using Pipeline.Time;
using Pipeline.Uploads;

namespace Pipeline.Reports.Runway;

/// <summary>Builds the runway; pure.</summary>
/// <param name="query">What is asked for.</param>
/// <param name="months">Months to show.</param>
/// <param name="localTime">Cuts local months.</param>
/// <param name="money">Shows amounts.</param>
/// <param name="at">Moment that all is true at.</param>
public sealed class RunwayBuilder(
    ReportQuery query, IReadOnlyList<Month> months, LocalTime localTime, ReportMoney money, DateTimeOffset at)
{
    /// <summary>Months in a runway.</summary>
    public const int MonthCount = 12;

    private static readonly (string Metric, string Of, string By)[] Rates =
    [
        (RunwayNumbers.VisitorToLead, TargetMetrics.Leads, TargetMetrics.Visits),
        (RunwayNumbers.LeadToMql, TargetMetrics.Mql, TargetMetrics.Leads),
        (RunwayNumbers.MqlToSql, TargetMetrics.Sql, TargetMetrics.Mql),
        (RunwayNumbers.SqlToOpportunity, TargetMetrics.Opportunities, TargetMetrics.Sql),
        (RunwayNumbers.OpportunityToCustomer, TargetMetrics.Customers, TargetMetrics.Opportunities),
    ];

    /// <summary>
    /// The months of the period when both its ends are named; else twelve, from its first month when that is named, or those that end with
    /// its last one.
    /// </summary>
    /// <param name="query">What is asked for.</param>
    public static IReadOnlyList<Month> MonthsOf(ReportQuery query)
    {
        if (query is { HasPeriod: true, HasEnd: true })
        {
            return Month.Touched(query.From, query.To);
        }

        var first = query.HasPeriod ? Month.Of(query.From) : Month.Of(query.To).Plus(1 - MonthCount);
        return [.. Enumerable.Range(0, MonthCount).Select(first.Plus)];
    }

    /// <summary>What a rate divides by what; null for what is no rate of two metrics.</summary>
    /// <param name="metric">Line of the runway.</param>
    public static (string Of, string By)? RateOf(string metric) =>
        Array.Find(Rates, rate => rate.Metric == metric) is ({ }, var of, var by) ? (of, by) : null;

    /// <summary>Stage whose first entries a metric counts.</summary>
    /// <param name="metric">One of the metrics that count leads.</param>
    public static ConversionKind KindOf(string metric) => metric switch
    {
        TargetMetrics.Leads => ConversionKind.Lead,
        TargetMetrics.Mql => ConversionKind.Mql,
        TargetMetrics.Sql => ConversionKind.Sql,
        TargetMetrics.Opportunities => ConversionKind.Opportunity,
        _ => ConversionKind.Customer,
    };

    /// <summary>ROMI of an amount and a cost; null when either has no value or there is no cost.</summary>
    /// <param name="amount">Amount of won deals less refunds.</param>
    /// <param name="cost">What was spent.</param>
    public static decimal? RomiOf(decimal? amount, decimal marginPercent, decimal? cost) =>
        ReportMoney.Rate((amount * marginPercent / 100) - cost, cost);

    /// <summary>A difference in percent of what it is measured by, with one decimal.</summary>
    /// <param name="by">What it is measured by.</param>
    /// <returns>Null when either has no value, or nothing was to be measured by.</returns>
    public static decimal? Percent(decimal? difference, decimal? by) =>
        difference is { } value && by is { } whole && whole != 0
            ? Math.Round(value * 100 / Math.Abs(whole), 1, MidpointRounding.AwayFromZero)
            : null;

    /// <summary>True once all of a month has passed: next year's plan takes it over.</summary>
    /// <param name="localTime">Cuts local months.</param>
    /// <param name="at">The moment.</param>
    public static bool IsOver(Month month, LocalTime localTime, DateTimeOffset at) => localTime.NextMidnight(month.LastDay) <= at;

    /// <summary>
    /// What is planned for next year where this year had an actual value: the same, and nothing where refunds exceeded sales.
    /// </summary>
    /// <param name="actual">Actual value; null when there is none.</param>
    public static decimal Seed(decimal? actual) => Math.Max(0, actual ?? 0);

    /// <summary>Builds the report.</summary>
    /// <param name="days">Rolled-up days of the months and of the month before.</param>
    /// <param name="leads">Every lead.</param>
    /// <param name="costs">Costs of the months.</param>
    /// <param name="targets">Plans of the months and of the month before.</param>
    public RunwayReport Build(
        IReadOnlyList<RolledUpDay> days, IReadOnlyList<LeadRecord> leads, IReadOnlyList<CostLine> costs, IReadOnlyList<TargetFact> targets)
    {
        var shown = months.Prepend(months[0].Plus(-1)).ToList();
        var actual = shown.Select(month => Actual(month, days, leads, costs)).ToList();
        var planned = shown.Select(month => targets.Where(target => target.Month == month)
            .ToDictionary(target => target.Metric, target => (decimal?)target.Planned, StringComparer.Ordinal)).ToList();
        var cumulatedActual = Cumulate(actual, skipMissing: false);
        var cumulatedPlanned = Cumulate(planned, skipMissing: true);
        return new RunwayReport
        {
            From = months[0].FirstDay,
            To = months[^1].LastDay,
            At = at,
            Currency = money.Currency,
            MarginPercent = query.MarginPercent,
            Lines =
            [
                .. RunwayNumbers.Lines.Select(metric => new RunwayLine(metric, [.. months.Select((month, place) =>
                {
                    var (plan, real) = (Value(metric, planned, place + 1), Value(metric, actual, place + 1));
                    var (totalPlan, totalIs) = metric == RunwayNumbers.VisitGrowth
                        ? ((decimal?)null, (decimal?)null)
                        : (Value(metric, cumulatedPlanned, place), Value(metric, cumulatedActual, place));
                    return new RunwayCell(
                        month,
                        plan,
                        real,
                        real - plan,
                        totalPlan,
                        totalIs,
                        totalIs - totalPlan,
                        Percent(real - plan, plan),
                        Percent(totalIs - totalPlan, totalPlan));
                })])),
            ],
            NextYear =
            [
                .. months
                    .Where(month => IsOver(month, localTime, at))
                    .SelectMany(month => TargetMetrics.All, (month, metric) => new SeededTarget(
                        month.Plus(MonthCount), metric, Seed(Value(metric, actual, shown.IndexOf(month))))),
            ],
        };
    }

    private Dictionary<string, decimal?> Actual(
        Month month, IReadOnlyList<RolledUpDay> days, IReadOnlyList<LeadRecord> leads, IReadOnlyList<CostLine> costs)
    {
        var (start, end) = (localTime.StartOf(month.FirstDay), localTime.NextMidnight(month.LastDay));
        if (start > at)
        {
            return [];
        }

        var own = days.Where(day => month.Holds(day.Day)).ToList();
        return new Dictionary<string, decimal?>(StringComparer.Ordinal)
        {
            [TargetMetrics.Visits] = own.Sum(day => day.Rows.Sum(row => row.Visits)),
            [TargetMetrics.Leads] = StageCounts.Count(leads, ConversionKind.Lead, start, end),
            [TargetMetrics.Mql] = StageCounts.Count(leads, ConversionKind.Mql, start, end),
            [TargetMetrics.Sql] = StageCounts.Count(leads, ConversionKind.Sql, start, end),
            [TargetMetrics.Opportunities] = StageCounts.Count(leads, ConversionKind.Opportunity, start, end),
            [TargetMetrics.Customers] = StageCounts.Count(leads, ConversionKind.Customer, start, end),
            [TargetMetrics.Amount] = money.Of(own.Sum(day => day.Converted.GetValueOrDefault(ConversionKind.Customer).Amount)),
            [TargetMetrics.Cost] = money.Of(costs.Where(cost => month.Holds(cost.Day)).Sum(cost => cost.Amount)),
        };
    }

    // The month before the first is there for growth alone. A month without a plan adds nothing to the plan; one to come has no actual.
    private static List<Dictionary<string, decimal?>> Cumulate(List<Dictionary<string, decimal?>> values, bool skipMissing)
    {
        var sums = new List<Dictionary<string, decimal?>>();
        foreach (var month in values.Skip(1))
        {
            sums.Add(TargetMetrics.All.ToDictionary(
                metric => metric,
                metric => Add(sums.Count == 0 ? null : sums[^1][metric], month.GetValueOrDefault(metric), sums.Count == 0 || skipMissing),
                StringComparer.Ordinal));
        }

        return sums;
    }

    private static decimal? Add(decimal? sum, decimal? value, bool skipMissing) =>
        skipMissing ? (sum is null && value is null ? null : (sum ?? 0) + (value ?? 0)) : sum + value;

    private decimal? Value(string metric, List<Dictionary<string, decimal?>> months, int place)
    {
        var month = months[place];
        if (metric == RunwayNumbers.VisitGrowth)
        {
            var before = place > 0 ? months[place - 1].GetValueOrDefault(TargetMetrics.Visits) : null;
            return ReportMoney.Rate(month.GetValueOrDefault(TargetMetrics.Visits) - before, before);
        }

        if (metric == RunwayNumbers.Romi)
        {
            return RomiOf(month.GetValueOrDefault(TargetMetrics.Amount), query.MarginPercent, month.GetValueOrDefault(TargetMetrics.Cost));
        }

        return RateOf(metric) is var (of, by)
            ? ReportMoney.Rate(month.GetValueOrDefault(of), month.GetValueOrDefault(by))
            : month.GetValueOrDefault(metric);
    }
}
