namespace Pipeline.Reports.Runway;

/// <summary>One metric over the months.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Months">One cell for each month, in order.</param>
public sealed record RunwayLine(string Metric, IReadOnlyList<RunwayCell> Months);
