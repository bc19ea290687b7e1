using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Capture;
using Pipeline.Leads;
using Pipeline.Records;
using Pipeline.Reporting;
using Pipeline.Settings;

namespace Pipeline.Identity;

/// <summary>
/// Stores the events of one message and updates the visitors' states: each visitor's events on their own, so that one that fails does
/// not hold up the others. Safe to repeat: a fact is inserted under the key of its own id, and a duplicate repeats every follow-up write.
/// </summary>
public sealed class IdentityHandler(
    IVisitorStore visitors,
    ILeadStore leads,
    IDayIndex dayIndex,
    IRollupDays rollupDays,
    IRejectedStore rejected,
    IWorkQueue queue,
    LeadIdSource leadIds,
    VisitorView view,
    LocalTime localTime,
    ConflictRetry retry,
    TimeProvider timeProvider,
    ILogger<IdentityHandler> logger)
{
    private const int Parallelism = 8;

    /// <summary>Handles one message of the <c>events</c> queue.</summary>
    /// <param name="text">JSON of an <see cref="EventMessage"/>. One that cannot be read is kept as a rejected event.</param>
    /// <param name="cancellationToken">Stops between two visitors; the message is then delivered again.</param>
    /// <exception cref="Exception">The message's only group failed: the queue tries again and at last moves it to poison.</exception>
    public async Task HandleAsync(string text, CancellationToken cancellationToken)
    {
        if (!EventMessageJson.TryParse(Encoding.UTF8.GetBytes(text), out var message, out var problem))
        {
            await rejected.AddAsync(QueueRejection.Of(QueueNames.Events, text, problem, timeProvider), cancellationToken);
            return;
        }

        foreach (var record in message.Rejected)
        {
            await rejected.AddAsync(record, cancellationToken);
        }

        var ids = await leadIds.GetAsync(cancellationToken);
        var groups = message.Events
            .Select(captured => captured.Email is { } email ? captured with { LeadId = ids.Of(email) } : captured)
            .GroupBy(captured => captured.VisitorId ?? captured.LeadId ?? string.Empty)
            .Where(group => group.Key.Length > 0)
            .ToList();
        var affected = new HashSet<string>(StringComparer.Ordinal);
        var failures = new List<(IGrouping<string, CapturedEvent> Group, Exception Error)>();
        await Parallel.ForEachAsync(
            groups,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (group, token) =>
            {
                try
                {
                    var touched = await StoreAsync(group, token);
                    lock (affected)
                    {
                        affected.UnionWith(touched);
                    }
                }
                catch (Exception error) when (groups.Count > 1 && error is not OperationCanceledException)
                {
                    lock (failures)
                    {
                        failures.Add((group, error));
                    }
                }
            });

        await ScoreMessage.SendAsync(queue, affected, cancellationToken);
        foreach (var (group, error) in failures)
        {
            logger.LogWarning(error, "The events of {Group} could not be stored; they are put back as a message of their own.", group.Key);
            var alone = new EventMessage { Version = EventMessage.CurrentVersion, Events = [.. group] };
            await queue.SendAsync(QueueNames.Events, Encoding.UTF8.GetString(EventMessageJson.Write(alone)), cancellationToken);
        }
    }

    private async Task<IReadOnlyCollection<string>> StoreAsync(IGrouping<string, CapturedEvent> group, CancellationToken cancellationToken)
    {
        var events = Distinct(group);
        if (events[0].VisitorId is not { } visitorId)
        {
            foreach (var captured in events)
            {
                await StoreLeadEventAsync(group.Key, captured, cancellationToken);
            }

            return [group.Key];
        }

        var affected = new HashSet<string>(StringComparer.Ordinal);
        foreach (var slice in events.Chunk(IVisitorStore.MaxEventsPerCommit))
        {
            var compare = false;
            var touched = await retry.RunAsync(
                async token =>
                {
                    try
                    {
                        return await StoreVisitorEventsAsync(visitorId, slice, compare, token);
                    }
                    catch (StorageConflictException conflict) when (conflict.FailedIndex < slice.Length)
                    {
                        compare = true;
                        throw;
                    }
                },
                cancellationToken);
            affected.UnionWith(touched);
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

    private ValueTask<bool> StoreLeadEventAsync(string leadId, CapturedEvent captured, CancellationToken cancellationToken) =>
        retry.RunAsync(
            async token =>
            {
                var stored = await leads.GetEventAsync(leadId, FactKey.Of(captured.Id), token);
                if (stored.Value is null || FactVersion.Replaces(captured, stored.Value))
                {
                    await leads.PutEventAsync(leadId, captured, stored.ETag, token);
                }

                return true;
            },
            cancellationToken);

    private async ValueTask<IReadOnlyCollection<string>> StoreVisitorEventsAsync(
        string visitorId, IReadOnlyList<CapturedEvent> events, bool compare, CancellationToken cancellationToken)
    {
        var stored = await visitors.GetStateAsync(visitorId, cancellationToken);
        IReadOnlyList<CapturedEvent> fresh = events;
        var replaced = new List<(CapturedEvent Event, string ETag)>();
        var result = compare ? null : view.TryContinue(visitorId, stored.Value, events);
        if (result is null)
        {
            (fresh, replaced) = await CompareAsync(visitorId, events, cancellationToken);
            if (fresh.Count + replaced.Count > 0)
            {
                result = replaced.Count == 0 ? view.TryContinue(visitorId, stored.Value, fresh) : null;
                result ??= view.FromFacts(
                    stored.Value,
                    await visitors.GetFactsAsync(visitorId, cancellationToken),
                    [.. fresh, .. replaced.Select(pair => pair.Event)]);
            }
        }

        if (result is not null)
        {
            await WriteAsync(visitorId, stored, fresh, replaced, result, cancellationToken);
        }

        var links = (result?.State ?? stored.Value)?.Links ?? [];
        return links.Select(link => link.LeadId).Concat(events.Select(captured => captured.LeadId).OfType<string>()).ToHashSet();
    }

    private async Task<(IReadOnlyList<CapturedEvent> Fresh, List<(CapturedEvent Event, string ETag)> Replaced)> CompareAsync(
        string visitorId, IReadOnlyList<CapturedEvent> events, CancellationToken cancellationToken)
    {
        var stored = await Task.WhenAll(events.Select(captured => visitors.GetEventAsync(visitorId, FactKey.Of(captured.Id), cancellationToken)));
        var fresh = new List<CapturedEvent>();
        var replaced = new List<(CapturedEvent Event, string ETag)>();
        for (var i = 0; i < events.Count; i++)
        {
            if (stored[i].Value is not { } other)
            {
                fresh.Add(events[i]);
            }
            else if (FactVersion.Replaces(events[i], other))
            {
                replaced.Add((events[i], stored[i].ETag!));
            }
        }

        return (fresh, replaced);
    }

    private async Task WriteAsync(
        string visitorId,
        Versioned<VisitorState> stored,
        IReadOnlyList<CapturedEvent> fresh,
        IReadOnlyList<(CapturedEvent Event, string ETag)> replaced,
        VisitorViewResult result,
        CancellationToken cancellationToken)
    {
        var before = stored.Value?.Days ?? [];
        var now = timeProvider.GetUtcNow();
        var today = localTime.DayOf(now);
        await rollupDays.MarkDirtyAsync([.. result.ChangedDays.Where(day => day < today)], now, cancellationToken);
        foreach (var day in result.State.Days.Except(before))
        {
            await dayIndex.AddAsync(DayEntryKind.Visit, LocalTime.Parse(day), visitorId, cancellationToken);
        }

        var linking = fresh.Concat(replaced.Select(pair => pair.Event));
        foreach (var leadId in linking.Select(LinkFact.Of).OfType<LinkFact>().Select(link => link.LeadId).Distinct())
        {
            await leads.AddVisitorAsync(leadId, visitorId, cancellationToken);
        }

        await visitors.CommitAsync(
            new VisitorChange
            {
                VisitorId = visitorId,
                NewEvents = fresh,
                ReplacedEvents = replaced,
                State = result.State,
                StateETag = stored.ETag,
                OlderVisits = result.OlderVisits,
            },
            cancellationToken);
        foreach (var day in before.Except(result.State.Days))
        {
            await dayIndex.RemoveAsync(DayEntryKind.Visit, LocalTime.Parse(day), visitorId, cancellationToken);
        }
    }
}
