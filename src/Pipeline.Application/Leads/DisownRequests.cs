using Pipeline.Events;
using Pipeline.Events.Disowns;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;

namespace Pipeline.Leads;

/// <summary>Takes claims about a lead back on request, and lets them count again.</summary>
/// <param name="histories">Tells what was claimed.</param>
/// <param name="handler">Stores decisions.</param>
/// <param name="timeProvider">Dates them.</param>
public sealed class DisownRequests(LeadHistoryReader histories, DisownHandler handler, TimeProvider timeProvider)
{
    /// <summary>Disowns a claim, or takes that back. Asking for what is so already changes nothing.</summary>
    /// <param name="leadId">Lead, any text; an alias stands for its lead.</param>
    /// <param name="change">What to disown.</param>
    /// <returns>The decision that counts now; null when the lead has no such claim, or never had it disowned.</returns>
    public async Task<DisownEntry?> RunAsync(string leadId, DisownChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!LeadIds.IsValid(leadId))
        {
            return null;
        }

        var now = timeProvider.GetUtcNow();
        var history = await histories.ReadAsync(leadId, now, cancellationToken);
        var known = history.Members.Append(history.Facts).SelectMany(facts => facts.Disowns)
            .Where(disown => change.EventId is null
                ? disown.EventId is null && disown.VisitorId == change.VisitorId
                : disown.EventId == change.EventId)
            .MaxBy(disown => disown.LatestAt(now)?.At);
        if ((known is null && change.Undo) || (known ?? Claim(history, change, now)) is not { } claim)
        {
            return null;
        }

        var before = claim.LatestAt(now);
        if (known is not null && before?.Undone == change.Undo)
        {
            return DisownEntry.Of(claim, before);
        }

        // Decisions are told apart by their moment, so one that follows at once is a moment later.
        var decision = new DisownDecision(
            before?.At >= now ? before.At.AddTicks(1) : now, change.Undo, change.Note.Actor, change.Note.Reason);
        var kept = await handler.HandleAsync(claim with { Decisions = [decision] }, cancellationToken);
        return DisownEntry.Of(kept, kept.LatestAt(DateTimeOffset.MaxValue)!);
    }

    private static Disown? Claim(LeadHistory history, DisownChange change, DateTimeOffset now)
    {
        var lead = history.AsOf(now) ?? history;
        if (change.EventId is not { } id)
        {
            return KnownLeads.Vouch(lead.Facts) ? Make(change.VisitorId) : null;
        }

        var fill = lead.Visitors.SelectMany(visitor => visitor.Events).Concat(lead.Facts.Events)
            .FirstOrDefault(captured => captured.Id == id
                && captured.LeadId == lead.Facts.LeadId
                && captured.Type is EventType.Form or EventType.Identify);
        return fill is null ? null : Make(fill.VisitorId);

        Disown Make(string? visitorId) => new()
        {
            Version = 1,
            LeadId = lead.Facts.LeadId,
            EventId = change.EventId,
            VisitorId = visitorId,
            Decisions = [],
        };
    }
}
