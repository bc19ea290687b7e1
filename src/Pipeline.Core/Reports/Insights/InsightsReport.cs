using Pipeline.Tables;

namespace Pipeline.Reports.Insights;

/// <summary>What customers did that other leads did not, and whether the MQL threshold is in the right place.</summary>
public sealed record InsightsReport : IReport
{
    /// <inheritdoc/>
    public required DateOnly From { get; init; }

    /// <inheritdoc/>
    public required DateOnly To { get; init; }

    /// <summary>Moment that the report is true at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Which leads are compared.</summary>
    public string Cohort { get; init; } = "leads created in the period; customers by the report's moment";

    /// <summary>Activities and pages, greatest lift first.</summary>
    public required IReadOnlyList<ActivityLift> Activities { get; init; }

    /// <summary>Thresholds, lowest first.</summary>
    public required IReadOnlyList<ThresholdLevel> Thresholds { get; init; }

    /// <inheritdoc/>
    public ReportTable ToTable() => new(
        "insights",
        [
            "section", "name", InsightsNumbers.Customers, InsightsNumbers.AllCustomers, InsightsNumbers.Others, InsightsNumbers.AllOthers,
            InsightsNumbers.CustomerShare,
            InsightsNumbers.OtherShare, InsightsNumbers.Lift, InsightsNumbers.LiftLow, InsightsNumbers.LiftHigh, InsightsNumbers.Reached,
            InsightsNumbers.Precision, InsightsNumbers.PrecisionLow, InsightsNumbers.PrecisionHigh, InsightsNumbers.Recall,
            InsightsNumbers.RecallLow,
            InsightsNumbers.RecallHigh,
        ],
        [
            .. Activities.Select(item => (IReadOnlyList<object?>)
            [
                Narrowing.Activity.Name, item.Activity, item.Customers, item.AllCustomers, item.Others, item.AllOthers, item.CustomerShare,
                item.OtherShare, item.Lift,
                item.LiftInterval?.Low, item.LiftInterval?.High, null, null, null, null, null, null, null,
            ]),
            .. Thresholds.Select(item => (IReadOnlyList<object?>)
            [
                item.IsCurrent ? "current threshold" : InsightsNumbers.Threshold.Name, item.Level, item.Hits, item.Customers, null, null,
                null, null, null, null, null,
                item.Reached, item.Precision, item.PrecisionInterval?.Low, item.PrecisionInterval?.High, item.Recall,
                item.RecallInterval?.Low,
                item.RecallInterval?.High,
            ]),
        ]);
}
