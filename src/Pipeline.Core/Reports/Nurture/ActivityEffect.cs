namespace Pipeline.Reports.Nurture;

/// <summary>What an activity does to the scores of the period's new leads.</summary>
/// <param name="Leads">New leads that did it.</param>
/// <param name="Times">How often.</param>
/// <param name="Points">Nominal points that it gave.</param>
/// <param name="Effect"><c>raises</c>, <c>lowers</c> or <c>nothing</c>.</param>
public sealed record ActivityEffect(string Activity, long Leads, long Times, decimal Points, string Effect);
