namespace Pipeline.Reports.Insights;

/// <summary>Numbers of the insights.</summary>
public static class InsightsNumbers
{
    /// <summary>Customers of the cohort, or those that did an activity before they were customers.</summary>
    public const string Customers = NumberNames.Customers;

    /// <summary>Other leads of the cohort, or those that did an activity.</summary>
    public const string Others = "others";

    /// <summary>Column of all customers of the cohort.</summary>
    public const string AllCustomers = "all_customers";

    /// <summary>Column of all other leads of the cohort.</summary>
    public const string AllOthers = "all_others";

    /// <summary>Leads whose score reached a threshold.</summary>
    public const string Reached = "reached";

    /// <summary>Customers among them.</summary>
    public const string Hits = "hits";

    /// <summary>Share of the customers that did an activity.</summary>
    public const string CustomerShare = "customer_share";

    /// <summary>Share of the others that did an activity.</summary>
    public const string OtherShare = "other_share";

    /// <summary>Share among customers ÷ share among the others.</summary>
    public const string Lift = "lift";

    /// <summary>Lower end of the lift's interval.</summary>
    public const string LiftLow = "lift_low";

    /// <summary>Upper end of the lift's interval.</summary>
    public const string LiftHigh = "lift_high";

    /// <summary>Hits ÷ reached.</summary>
    public const string Precision = "precision";

    /// <summary>Lower end of the precision's interval.</summary>
    public const string PrecisionLow = "precision_low";

    /// <summary>Upper end of the precision's interval.</summary>
    public const string PrecisionHigh = "precision_high";

    /// <summary>Hits ÷ customers.</summary>
    public const string Recall = "recall";

    /// <summary>Lower end of the recall's interval.</summary>
    public const string RecallLow = "recall_low";

    /// <summary>Upper end of the recall's interval.</summary>
    public const string RecallHigh = "recall_high";

    /// <summary>Score of a threshold; without one it is that in use.</summary>
    public static Narrowing Threshold { get; } = Narrowing.OfScore("threshold");

    /// <summary>All of them.</summary>
    public static ReportNumbers All { get; } = new(
    [
        new(Customers, Narrowing.Activity, Threshold) { Opens = row => row.ContainsKey(Threshold.Name) ? Hits : Customers },
        new(Others, Narrowing.Activity),
        new(Reached, Threshold),
        new(Hits, Threshold),
        new(CustomerShare, Narrowing.Activity.Needed()),
        new(OtherShare, Narrowing.Activity.Needed()),
        new(Lift, Narrowing.Activity.Needed()),
        new(LiftLow, Narrowing.Activity.Needed()),
        new(LiftHigh, Narrowing.Activity.Needed()),
        new(Precision, Threshold),
        new(PrecisionLow, Threshold),
        new(PrecisionHigh, Threshold),
        new(Recall, Threshold),
        new(RecallLow, Threshold),
        new(RecallHigh, Threshold),
        new(AllCustomers, Narrowing.Activity, Threshold) { Opens = row => WithoutRow(row, Customers) },
        new(AllOthers, Narrowing.Activity) { Opens = row => WithoutRow(row, Others) },
    ]);
    private static string WithoutRow(IDictionary<string, string> row, string number)
    {
        row.Clear();
        return number;
    }
}
