namespace Pipeline.Reports.Funnel;

/// <summary>One stage of the funnel.</summary>
/// <param name="Stage">Name of the stage; <c>visit</c> first.</param>
/// <param name="Entries">Visits, or leads that reached the stage first in the period.</param>
/// <param name="Rate">Entries divided by those of the stage before; null without any.</param>
/// <param name="PreviousEntries">The same in the period before.</param>
/// <param name="PreviousRate">The same in the period before.</param>
/// <param name="Change">Rate minus the previous rate; null when one has no value.</param>
/// <param name="MedianDays">Median days from the stage before, of the leads that entered; null when there is none.</param>
public sealed record FunnelStep(
    string Stage, long Entries, decimal? Rate, long PreviousEntries, decimal? PreviousRate, decimal? Change, decimal? MedianDays);
