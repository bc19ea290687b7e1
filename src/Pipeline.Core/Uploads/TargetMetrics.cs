namespace Pipeline.Uploads;

/// <summary>Metrics that can be planned; rates follow from them.</summary>
public static class TargetMetrics
{
    /// <summary>Visits.</summary>
    public const string Visits = "visits";

    /// <summary>New leads.</summary>
    public const string Leads = "leads";

    /// <summary>First entries into MQL.</summary>
    public const string Mql = "mql";

    /// <summary>First entries into SQL.</summary>
    public const string Sql = "sql";

    /// <summary>Opportunities opened.</summary>
    public const string Opportunities = "opportunities";

    /// <summary>Won deals.</summary>
    public const string Customers = "customers";

    /// <summary>Amount of won deals less refunds.</summary>
    public const string Amount = "amount";

    /// <summary>What is spent.</summary>
    public const string Cost = "cost";

    /// <summary>All of them, in the order of the funnel.</summary>
    public static IReadOnlyList<string> All { get; } = [Visits, Leads, Mql, Sql, Opportunities, Customers, Amount, Cost];
}
