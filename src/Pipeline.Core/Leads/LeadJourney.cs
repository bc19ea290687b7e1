using Pipeline.Attribution;

namespace Pipeline.Leads;

/// <summary>The touches of a lead, and which of them may have led to what.</summary>
/// <param name="Touches">Touches in event order.</param>
/// <param name="Receipts">When its visits became known.</param>
/// <param name="Events">Its own events, in event order.</param>
internal sealed record LeadJourney(IReadOnlyList<Touch> Touches, VisitReceipts Receipts, IReadOnlyList<OwnedEvent> Events)
{
    /// <summary>The touches before something that became known in time to have led to it.</summary>
    /// <param name="at">When it happened.</param>
    /// <param name="learnedAt">When it was received.</param>
    public IReadOnlyList<Touch> Before(DateTimeOffset at, DateTimeOffset learnedAt) =>
        [.. Touches.Where(touch => touch.At <= at && Receipts.IsInTime(touch, learnedAt))];

    /// <summary>Ids of the touches that claim to be from before something, and became known too late after it.</summary>
    /// <param name="at">When it happened.</param>
    /// <param name="learnedAt">When it was received.</param>
    public IReadOnlySet<string> LateBefore(DateTimeOffset at, DateTimeOffset learnedAt) =>
        Touches.Where(touch => touch.At <= at && !Receipts.IsInTime(touch, learnedAt))
            .Select(touch => touch.Id)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>When the event was received by which the score came to what it was at a moment.</summary>
    /// <param name="at">Moment of one of its events; of another, which rules or time alone made, it is the moment itself.</param>
    public DateTimeOffset LearnedAt(DateTimeOffset at) =>
        Events.Where(item => item.Event.OccurredAt == at).Select(item => (DateTimeOffset?)item.Event.ReceivedAt).Min() ?? at;
}
