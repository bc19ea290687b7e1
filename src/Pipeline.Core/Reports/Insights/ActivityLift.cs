namespace Pipeline.Reports.Insights;

/// <summary>How much more frequent an activity or page is among leads that became customers. A lift is no proof of a cause.</summary>
/// <param name="Activity">Activity or page.</param>
/// <param name="Customers">Customers that did it before they were customers.</param>
/// <param name="AllCustomers">All customers of the cohort.</param>
/// <param name="Others">Other leads that did it.</param>
/// <param name="AllOthers">All other leads of the cohort.</param>
/// <param name="CustomerShare">Share among customers; null without any.</param>
/// <param name="OtherShare">Share among the others; null without any.</param>
/// <param name="Lift">Share among customers ÷ share among the others; null when the latter is 0.</param>
/// <param name="LiftInterval">95 % interval of the lift (Katz); null when either share is 0.</param>
public sealed record ActivityLift(
    string Activity,
    long Customers,
    long AllCustomers,
    long Others,
    long AllOthers,
    decimal? CustomerShare,
    decimal? OtherShare,
    decimal? Lift,
    Interval? LiftInterval);
