namespace Pipeline.Reports.Insights;

/// <summary>How well a score threshold would tell who becomes a customer.</summary>
/// <param name="Level">Score.</param>
/// <param name="IsCurrent">True for the threshold in use.</param>
/// <param name="Reached">Leads whose score reached it before they were customers, or at all.</param>
/// <param name="Hits">Customers among them.</param>
/// <param name="Customers">All customers of the cohort.</param>
/// <param name="Precision">Hits ÷ reached; null without any.</param>
/// <param name="PrecisionInterval">95 % interval (Wilson).</param>
/// <param name="Recall">Hits ÷ customers; null without any.</param>
/// <param name="RecallInterval">95 % interval (Wilson).</param>
public sealed record ThresholdLevel(
    double Level,
    bool IsCurrent,
    long Reached,
    long Hits,
    long Customers,
    decimal? Precision,
    Interval? PrecisionInterval,
    decimal? Recall,
    Interval? RecallInterval);
