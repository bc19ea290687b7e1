namespace Pipeline.Reports.Funnel;

/// <summary>Why leads left the funnel.</summary>
/// <param name="Stage">Where they went: lost, disqualified or recycled.</param>
/// <param name="Reason">Reason given; <c>(none)</c> without one.</param>
/// <param name="Leads">How many times in the period.</param>
public sealed record LossReason(string Stage, string Reason, long Leads);
