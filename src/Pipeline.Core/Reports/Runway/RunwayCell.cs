using Pipeline.Time;

namespace Pipeline.Reports.Runway;

/// <summary>One metric of one month; what has no value is null.</summary>
/// <param name="Month">The month; in JSON its first day.</param>
/// <param name="Planned">Planned value.</param>
/// <param name="Actual">Actual value; null for months to come.</param>
/// <param name="Variance">Actual minus planned.</param>
/// <param name="CumulatedPlanned">Planned from the first month on.</param>
/// <param name="CumulatedActual">Actual from the first month on; null for months to come.</param>
/// <param name="CumulatedVariance">Cumulated actual minus cumulated planned.</param>
/// <param name="VariancePercent">Variance in percent of the plan, one decimal; null without a plan, and of a plan of 0.</param>
/// <param name="CumulatedVariancePercent">Cumulated variance in percent of the cumulated plan; null as the other is.</param>
public sealed record RunwayCell(
    Month Month,
    decimal? Planned,
    decimal? Actual,
    decimal? Variance,
    decimal? CumulatedPlanned,
    decimal? CumulatedActual,
    decimal? CumulatedVariance,
    decimal? VariancePercent,
    decimal? CumulatedVariancePercent);
