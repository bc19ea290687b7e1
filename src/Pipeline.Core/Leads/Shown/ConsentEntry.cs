using Pipeline.Events;

namespace Pipeline.Leads.Shown;

/// <summary>A decision of a lead's visitor.</summary>
/// <param name="State">What it decided.</param>
/// <param name="At">When; UTC.</param>
public sealed record ConsentEntry(string VisitorId, ConsentState State, DateTimeOffset At)
{
    /// <summary>The decisions of the lead's visitors, oldest first.</summary>
    /// <param name="history">All facts of the lead.</param>
    /// <param name="at">Moment; later decisions do not count.</param>
    public static IReadOnlyList<ConsentEntry> Of(LeadHistory history, DateTimeOffset at) =>
    [
        .. history.LinkedVisitors.SelectMany(visitor => visitor.Consents)
            .Where(consent => consent.ReceivedAt <= at)
            .OrderBy(consent => consent.OccurredAt)
            .ThenBy(consent => consent.Key, StringComparer.Ordinal)
            .Select(consent => new ConsentEntry(consent.VisitorId, consent.State, consent.OccurredAt)),
    ];
}
