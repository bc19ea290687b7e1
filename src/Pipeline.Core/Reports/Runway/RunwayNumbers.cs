using Pipeline.Uploads;

namespace Pipeline.Reports.Runway;

/// <summary>
/// Numbers of the runway: its lines, which have the names of planned metrics where they can be planned, and what plans are compared by.
/// </summary>
public static class RunwayNumbers
{
    /// <summary>Visits against those of the month before.</summary>
    public const string VisitGrowth = "visit_growth";

    /// <summary>Leads divided by visits.</summary>
    public const string VisitorToLead = NumberNames.VisitorToLead;

    /// <summary>MQL divided by leads.</summary>
    public const string LeadToMql = "lead_to_mql";

    /// <summary>SQL divided by MQL.</summary>
    public const string MqlToSql = "mql_to_sql";

    /// <summary>Opportunities divided by SQL.</summary>
    public const string SqlToOpportunity = "sql_to_opportunity";

    /// <summary>Customers divided by opportunities.</summary>
    public const string OpportunityToCustomer = "opportunity_to_customer";

    /// <summary>(Amount × margin − cost) ÷ cost.</summary>
    public const string Romi = NumberNames.Romi;

    /// <summary>Planned value.</summary>
    public const string Planned = "planned";

    /// <summary>Column of actual values; each is the number of its line.</summary>
    public const string Actual = "actual";

    /// <summary>Actual minus planned.</summary>
    public const string Variance = "variance";

    /// <summary>Variance in percent of the plan.</summary>
    public const string VariancePercent = "variance_percent";

    /// <summary>Cumulated variance in percent of the cumulated plan.</summary>
    public const string CumulatedVariancePercent = "cumulated_variance_percent";

    /// <summary>Planned from the first month on.</summary>
    public const string CumulatedPlanned = "cumulated_planned";

    /// <summary>Actual from the first month on.</summary>
    public const string CumulatedActual = "cumulated_actual";

    /// <summary>Cumulated actual minus cumulated planned.</summary>
    public const string CumulatedVariance = "cumulated_variance";

    /// <summary>The plan for next year.</summary>
    public const string NextYear = "next_year";

    /// <summary>Lines of the runway, in order.</summary>
    public static IReadOnlyList<string> Lines { get; } =
    [
        TargetMetrics.Visits, VisitGrowth, TargetMetrics.Leads, VisitorToLead, TargetMetrics.Mql, LeadToMql, TargetMetrics.Sql, MqlToSql,
        TargetMetrics.Opportunities, SqlToOpportunity, TargetMetrics.Customers, OpportunityToCustomer, TargetMetrics.Amount,
        TargetMetrics.Cost, Romi,
    ];

    /// <summary>Line of a row.</summary>
    public static Narrowing Metric { get; } = new(
        "metric", value => Lines.Contains(value) ? null : $"'{value}' is no line of the runway. Use {string.Join(", ", Lines)}.");

    /// <summary>All of them.</summary>
    public static ReportNumbers All { get; } = new(
    [
        .. Lines.Select(line => new ReportNumber(line, line == VisitGrowth ? Narrowing.Month.Needed() : Narrowing.Month)),
        new(Planned, Metric.Needed(), Narrowing.Month),
        new(Actual, Metric.Needed(), Narrowing.Month) { Opens = Metric.TakeFrom },
        new(Variance, Metric.Needed(), Narrowing.Month.Needed()),
        new(VariancePercent, Metric.Needed(), Narrowing.Month.Needed()),
        new(CumulatedPlanned, Metric.Needed(), Narrowing.Month.Needed()),
        new(CumulatedActual, Metric.Needed(), Narrowing.Month.Needed()),
        new(CumulatedVariance, Metric.Needed(), Narrowing.Month.Needed()),
        new(CumulatedVariancePercent, Metric.Needed(), Narrowing.Month.Needed()),
        new(NextYear, Metric.Needed(), Narrowing.Month.Needed()),
    ]);
}
