using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Capture.Links;
using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Settings;

namespace Pipeline.Identity;

/// <summary>
/// Stores the events of one message and updates the visitors' states: each visitor's events on their own, so that one that fails does
/// not hold up the others. Safe to repeat: a fact is inserted under the key of its own id, and a duplicate repeats every follow-up write.
/// </summary>
public sealed class IdentityHandler(
    VisitorEvents visitorEvents,
    VisitorConsents consents,
    ILeadStore leads,
    AnonymousViewHandler anonymousViews,
    IRejectedStore rejected,
    WaitingClicks waitingClicks,
    IWorkQueue queue,
    CurrentLeadIds leadIds,
    ConflictRetry retry,
    ILogger<IdentityHandler> logger)
{
    /// <summary>Handles one message of the <c>events</c> queue.</summary>
    /// <param name="cancellationToken">Stops between two visitors; the message is then delivered again.</param>
    /// <exception cref="Exception">The message's only group failed: the queue tries again and at last moves it to poison.</exception>
    public async Task HandleAsync(EventMessage message, CancellationToken cancellationToken)
    {
        await anonymousViews.StoreAsync(message.AnonymousViews ?? [], cancellationToken);
        var ids = await leadIds.GetAsync(cancellationToken);
        var groups = VisitorGroup.Of(message, ids);
        var affected = new HashSet<string>(StringComparer.Ordinal);
        var failures = await MessageParts.RunAsync(
            groups,
            groups.Count == 1,
            async (group, token) =>
            {
                var touched = await StoreAsync(group, token);
                lock (affected)
                {
                    affected.UnionWith(touched);
                }
            },
            cancellationToken);

        await RefreshRequests.SendAsync(queue, affected, cancellationToken);
        await KeepRejectedAsync(message, cancellationToken);
        foreach (var (group, error) in failures)
        {
            logger.LogWarning(error, "The events of {Group} could not be stored; they are put back as a message of their own.", group.Key);
            // Without the lead ids, as they came: a message that was almost full must not become too long.
            await queue.SendAsync(QueueNames.Events, Encoding.UTF8.GetString(EventMessageJson.Write(group.ToMessage())), cancellationToken);
        }
    }

    // Last, so that good events do not wait for the count of bad ones, which all workers share.
    private async Task KeepRejectedAsync(EventMessage message, CancellationToken cancellationToken)
    {
        var tallies = message.RejectedTallies ?? [];
        var parts = message.Rejected.Select(item => item.Reason)
            .Concat(tallies.Select(item => item.Reason))
            .Distinct()
            .Select(reason => new EventMessage
            {
                Version = EventMessage.CurrentVersion,
                Rejected = [.. message.Rejected.Where(item => item.Reason == reason)],
                RejectedTallies = [.. tallies.Where(item => item.Reason == reason)],
            })
            .ToList();
        var isAlone = parts.Count == 1 && message is { Events.Count: 0, Consents: null, AnonymousViews: null };
        foreach (var (part, error) in await MessageParts.RunAsync(
            parts, isAlone, (part, token) => rejected.AddAsync(part.Rejected, part.RejectedTallies!, token), cancellationToken))
        {
            logger.LogWarning(error, "Rejected events could not be kept; they are put back as a message of their own.");
            await queue.SendAsync(QueueNames.Events, Encoding.UTF8.GetString(EventMessageJson.Write(part)), cancellationToken);
        }
    }

    private async Task<IReadOnlyCollection<string>> StoreAsync(VisitorGroup group, CancellationToken cancellationToken)
    {
        var events = Distinct(group.Events);
        if (events.Count > 0 && events[0].VisitorId is null)
        {
            if (events.TrueForAll(TrackedLink.IsClickOfLead) && !await KnownLeads.ContainAsync(leads, group.Key, cancellationToken))
            {
                return await waitingClicks.KeepAsync(group.Key, events, cancellationToken) ? [group.Key] : [];
            }

            foreach (var captured in events)
            {
                await retry.RunAsync(token => LeadEvents.StoreAsync(leads, group.Key, captured, token), cancellationToken);
            }

            return [group.Key];
        }

        var visitorId = group.Key;
        var affected = new HashSet<string>(StringComparer.Ordinal);
        if (group.Consents.Count > 0)
        {
            affected.UnionWith(await consents.StoreAsync(visitorId, group.Consents, cancellationToken));
        }

        foreach (var slice in events.Chunk(IVisitorStore.MaxEventsPerCommit))
        {
            affected.UnionWith(await visitorEvents.StoreAsync(visitorId, slice, cancellationToken));
        }

        return affected;
    }

    private static List<CapturedEvent> Distinct(IEnumerable<CapturedEvent> events)
    {
        var kept = new Dictionary<string, CapturedEvent>(StringComparer.Ordinal);
        foreach (var captured in events)
        {
            if (!kept.TryGetValue(captured.Id, out var other) || FactVersion.Replaces(captured, other))
            {
                kept[captured.Id] = captured;
            }
        }

        return [.. kept.Values.OrderBy(captured => captured.Order)];
    }
}
