using Pipeline.Records;

namespace Pipeline.Scoring;

/// <summary>Points given at one moment by one rule: nominal, after caps and intervals, before decay. Never 0.</summary>
/// <param name="EventId">Event that earned them (the last one of a sequence or pace).</param>
/// <param name="OccurredAt">When it happened, UTC.</param>
/// <param name="RuleId">Rule, sequence or pace.</param>
/// <param name="Points">Nominal points; negative when taken away.</param>
/// <param name="Note">Why the points are fewer than the rule's, for example <c>capped by day cap</c>; null when they are not.</param>
public readonly record struct ScoreLine(
    string EventId, DateTimeOffset OccurredAt, string RuleId, string Title, double Points, string? Note = null)
{
    /// <summary>Key of the event's row.</summary>
    public string EventKey => FactKey.Of(EventId);
}
