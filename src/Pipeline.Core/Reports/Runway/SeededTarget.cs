namespace Pipeline.Reports.Runway;

/// <summary>A plan for next year made of this year's actual value; the same columns as an upload of targets.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Planned">This year's actual value.</param>
public sealed record SeededTarget(DateOnly Month, string Metric, decimal Planned);
