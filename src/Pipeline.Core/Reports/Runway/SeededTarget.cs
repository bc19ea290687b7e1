using Pipeline.Time;

namespace Pipeline.Reports.Runway;

/// <summary>A plan for next year made of this year's actual value; the same columns as an upload of targets.</summary>
/// <param name="Month">The month; in JSON its first day.</param>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Planned">This year's actual value.</param>
public sealed record SeededTarget(Month Month, string Metric, decimal Planned);
