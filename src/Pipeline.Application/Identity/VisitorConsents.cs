using Pipeline.Events;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Ruleset;
using Pipeline.Time;

namespace Pipeline.Identity;

/// <summary>Stores what visitors decide about being recognised, and keeps to it.</summary>
public sealed class VisitorConsents(
    IVisitorStore visitors,
    ILeadStore leads,
    VisitorWriter writer,
    CurrentRules currentRules,
    LocalTime localTime,
    ConflictRetry retry)
{
    /// <summary>Stores consent changes and takes away what they no longer cover.</summary>
    /// <param name="consents">Changes.</param>
    /// <returns>Leads to refresh.</returns>
    public ValueTask<IReadOnlyCollection<string>> StoreAsync(
        string visitorId, IReadOnlyList<ConsentFact> consents, CancellationToken cancellationToken) =>
        retry.RunAsync(token => TryStoreAsync(visitorId, consents, token), cancellationToken);

    private async ValueTask<IReadOnlyCollection<string>> TryStoreAsync(
        string visitorId, IReadOnlyList<ConsentFact> consents, CancellationToken cancellationToken)
    {
        var view = new VisitorView((await currentRules.GetAsync(cancellationToken)).Channels, localTime);
        var stored = await visitors.GetStateAsync(visitorId, cancellationToken);
        var facts = await visitors.GetFactsAsync(visitorId, cancellationToken);
        var change = ConsentChange.Of(facts, consents);
        foreach (var captured in change.Moved)
        {
            await StoreLeadEventAsync(captured.LeadId!, captured, cancellationToken);
        }

        var result = view.FromFacts(stored.Value, change.Facts, []);
        var unlinked = facts.Links.Select(link => link.LeadId)
            .Union(result.State.FormerLeads)
            .Except(result.State.Links.Select(link => link.LeadId));
        var write = new HintedWrite();
        foreach (var leadId in unlinked)
        {
            write.Remove(
                token => leads.GetVisitorETagAsync(leadId, visitorId, token),
                (etag, token) => leads.RemoveVisitorAsync(leadId, visitorId, etag, token));
        }

        await write.RunAsync(
            async token =>
            {
                await writer.WriteAsync(visitorId, stored, [], [], result, change.Written, token);

                // No view counts these any more, so a crash in between leaves nothing but rows that the next delivery removes.
                await visitors.RemoveAsync(
                    visitorId,
                    [.. change.Removed.Select(captured => FactKey.Of(captured.Id))],
                    [.. change.RemovedLinks.Select(link => link.Key)],
                    token);
            },
            cancellationToken);

        // The state remembers the leads of links that a run before this one removed before it died.
        return facts.Links.Select(link => link.LeadId)
            .Concat(change.Moved.Select(captured => captured.LeadId!))
            .Concat(result.State.FormerLeads)
            .ToHashSet();
    }

    /// <summary>Leaves out events that consent does not cover; what a person sent in a form is kept with the lead.</summary>
    /// <param name="state">State of the visitor.</param>
    /// <returns>Events that may be stored under the visitor.</returns>
    public async Task<IReadOnlyList<CapturedEvent>> KeepCoveredAsync(
        VisitorState? state, IReadOnlyList<CapturedEvent> events, CancellationToken cancellationToken)
    {
        if (state?.ConsentEndsAt is null)
        {
            return events;
        }

        var consent = state.Consent;
        foreach (var captured in events.Where(captured => !consent.Covers(captured.ReceivedAt))
            .Select(VisitorConsent.Remainder)
            .OfType<CapturedEvent>())
        {
            await StoreLeadEventAsync(captured.LeadId!, captured, cancellationToken);
        }

        return [.. events.Where(captured => consent.Covers(captured.ReceivedAt))];
    }

    private ValueTask<bool> StoreLeadEventAsync(string leadId, CapturedEvent captured, CancellationToken cancellationToken) =>
        retry.RunAsync(token => LeadEvents.StoreAsync(leads, leadId, captured, token), cancellationToken);
}
