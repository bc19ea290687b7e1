using Pipeline.Scoring;

namespace Pipeline.Leads.Shown;

/// <summary>One line of a score.</summary>
/// <param name="Rule">Rule that gave it.</param>
/// <param name="Title">What it was given for.</param>
/// <param name="Points">What it adds to the score at that moment, two decimals.</param>
/// <param name="Nominal">What it added when it happened; null for floor and total cap.</param>
/// <param name="OccurredAt">When it happened; null for floor and total cap.</param>
/// <param name="EventId">Event that earned it; null for floor and total cap.</param>
/// <param name="Note">Why it is less than the rule gives; null when it is not.</param>
public sealed record LedgerEntry(
    string Rule, string Title, decimal Points, double? Nominal, DateTimeOffset? OccurredAt, string? EventId, string? Note)
{
    /// <summary>Makes the line.</summary>
    /// <param name="line">Line of the ledger.</param>
    public static LedgerEntry Of(LedgerLine line) => new(
        line.RuleId, line.Title, line.ShownPoints, line.Line?.Points, line.Line?.OccurredAt, line.Line?.EventId, line.Line?.Note);
}
