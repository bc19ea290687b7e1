using Pipeline.Capture.Links;
using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Rejected;

namespace Pipeline.Leads.Facts;

/// <summary>
/// Clicks of tracked links that arrive before the lead that they name is known: they wait outside the lead's partition, as many as rejected
/// events are kept, and become the lead's once it is known, so that the order of arrival does not matter.
/// </summary>
/// <param name="clicks">Where they wait.</param>
/// <param name="leads">Where leads are stored.</param>
/// <param name="rejected">Where people see them meanwhile.</param>
/// <param name="retry">Repeats what met another write.</param>
/// <param name="timeProvider">Clock of replayed-at.</param>
public sealed class WaitingClicks(
    IWaitingClickStore clicks, ILeadStore leads, IRejectedStore rejected, ConflictRetry retry, TimeProvider timeProvider)
{
    /// <summary>Keeps clicks of a lead that was not known a moment ago.</summary>
    /// <param name="leadId">Lead id that they name.</param>
    /// <param name="arrived">Clicks.</param>
    /// <returns>True when the lead has become known meanwhile and has the clicks now.</returns>
    public async Task<bool> KeepAsync(string leadId, IReadOnlyList<CapturedEvent> arrived, CancellationToken cancellationToken)
    {
        foreach (var click in arrived)
        {
            // Whoever makes ids up fills the day's rejected events of this reason, and nothing else.
            if (await rejected.AddAsync(TrackedLink.UnknownLead(click), cancellationToken))
            {
                await retry.RunAsync(token => PutAsync(click, token), cancellationToken);
            }
        }

        // The refresh that made the lead known may have looked before they were there.
        if (!await KnownLeads.ContainAsync(leads, leadId, cancellationToken))
        {
            return false;
        }

        // Also those that were only counted.
        foreach (var click in arrived)
        {
            await retry.RunAsync(token => LeadEvents.StoreAsync(leads, leadId, click, token), cancellationToken);
        }

        await ReleaseAsync(leadId, cancellationToken);
        return true;
    }

    /// <summary>Gives a lead that is known by now the clicks that waited for it. Safe to repeat.</summary>
    /// <returns>True when there were any.</returns>
    public async Task<bool> ReleaseAsync(string leadId, CancellationToken cancellationToken)
    {
        var waiting = await clicks.ListAsync(leadId, cancellationToken);
        foreach (var (click, etag) in waiting)
        {
            await retry.RunAsync(token => LeadEvents.StoreAsync(leads, leadId, click!, token), cancellationToken);
            await retry.RunAsync(token => MarkAsync(click!, token), cancellationToken);
            await clicks.RemoveAsync(leadId, FactKey.Of(click!.Id), etag!, cancellationToken);
        }

        return waiting.Count > 0;
    }

    private async ValueTask<bool> PutAsync(CapturedEvent click, CancellationToken cancellationToken)
    {
        var stored = await clicks.GetAsync(click.LeadId!, FactKey.Of(click.Id), cancellationToken);
        if (stored.Value is null || FactVersion.Replaces(click, stored.Value))
        {
            await clicks.PutAsync(click, stored.ETag, cancellationToken);
        }

        return true;
    }

    private async ValueTask<bool> MarkAsync(CapturedEvent click, CancellationToken cancellationToken)
    {
        var stored = await rejected.GetAsync(RejectedId.Of(TrackedLink.UnknownLead(click)), cancellationToken);
        if (stored.Value is { ReplayedAt: null } kept)
        {
            var at = Events.EventTimes.ToMilliseconds(timeProvider.GetUtcNow());
            await rejected.SaveAsync(kept with { ReplayedAt = at, EventIds = [click.Id] }, stored.ETag!, cancellationToken);
        }

        return true;
    }
}
