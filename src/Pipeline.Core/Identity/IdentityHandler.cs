using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Links;
using Pipeline.Capture.Privacy;
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
    AnonymousViewHandler anonymousViews,
    IRejectedStore rejected,
    WaitingClicks waitingClicks,
    IWorkQueue queue,
    LeadIdSource leadIds,
    RulesSource rulesSource,
    VisitorStateCache states,
    LocalTime localTime,
    ConflictRetry retry,
    IOptions<CaptureOptions> options,
    TimeProvider timeProvider,
    ILogger<IdentityHandler> logger)
{
    private const int Parallelism = 8;

    // Up to so many events are looked up one by one; for more, all facts are read, which takes one call for each 1,000 of them.
    private const int MaxLookUps = 3;

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

        await anonymousViews.StoreAsync(message.AnonymousViews ?? [], cancellationToken);
        var ids = await leadIds.GetAsync(cancellationToken);
        var groups = VisitorGroup.Of(message, ids);
        var affected = new HashSet<string>(StringComparer.Ordinal);
        var failures = new List<(VisitorGroup Group, Exception Error)>();
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
            // Without the lead ids, as they came: a message that was almost full must not become too long.
            await queue.SendAsync(QueueNames.Events, Encoding.UTF8.GetString(EventMessageJson.Write(group.ToMessage())), cancellationToken);
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
                await StoreLeadEventAsync(group.Key, captured, cancellationToken);
            }

            return [group.Key];
        }

        var visitorId = group.Key;
        var affected = new HashSet<string>(StringComparer.Ordinal);
        if (group.Consents.Count > 0)
        {
            affected.UnionWith(await retry.RunAsync(token => StoreConsentsAsync(visitorId, group.Consents, token), cancellationToken));
        }

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

    // The rules are read before the first fact, so that a run never mixes older rules with newer facts.
    private async ValueTask<VisitorView> ViewAsync(CancellationToken cancellationToken) =>
        new((await rulesSource.GetAsync(cancellationToken)).Channels, localTime);

    private ValueTask<bool> StoreLeadEventAsync(string leadId, CapturedEvent captured, CancellationToken cancellationToken) =>
        retry.RunAsync(token => LeadEvents.StoreAsync(leads, leadId, captured, token), cancellationToken);

    private async ValueTask<IReadOnlyCollection<string>> StoreVisitorEventsAsync(
        string visitorId, IReadOnlyList<CapturedEvent> events, bool compare, CancellationToken cancellationToken)
    {
        var view = await ViewAsync(cancellationToken);
        // A kept state that is out of date is found out by the commit alone, so only what needs no other reading may go on from it.
        if (!compare && states.Find(visitorId) is { Value.ConsentEndsAt: null } kept)
        {
            var taken = events;
            if (TryContinue(view, visitorId, kept.Value, ref taken) is { } next)
            {
                return await CommitAsync(visitorId, kept, events, taken, [], next, cancellationToken);
            }
        }

        var stored = await visitors.GetStateAsync(visitorId, cancellationToken);
        var known = await KeepCoveredAsync(stored.Value, events, cancellationToken);
        IReadOnlyList<CapturedEvent> fresh = known;
        var replaced = new List<(CapturedEvent Event, string ETag)>();
        var result = compare ? null : TryContinue(view, visitorId, stored.Value, ref fresh);
        if (result is null)
        {
            var facts = known.Count > MaxLookUps ? await visitors.GetFactsAsync(visitorId, cancellationToken) : null;
            (fresh, replaced) = await CompareAsync(visitorId, known, facts, cancellationToken);
            known = fresh;
            if (fresh.Count + replaced.Count > 0)
            {
                result = replaced.Count == 0 ? TryContinue(view, visitorId, stored.Value, ref fresh) : null;
                if (result is null)
                {
                    facts ??= await visitors.GetFactsAsync(visitorId, cancellationToken);
                    var storedOn = facts.Events.CountBy(captured => localTime.DayOf(captured.OccurredAt)).ToDictionary();
                    fresh = DayLimit.Take(fresh, day => storedOn.GetValueOrDefault(day), options.Value.MaxEventsPerVisitorAndDay, localTime);
                    result = view.FromFacts(stored.Value, facts, [.. fresh, .. replaced.Select(pair => pair.Event)]);
                }
            }
        }

        return result is null
            ? LeadsOf(stored.Value, events)
            : await CommitAsync(visitorId, stored, known, fresh, replaced, result, cancellationToken);
    }

    private async Task<IReadOnlyCollection<string>> CommitAsync(
        string visitorId,
        Versioned<VisitorState> stored,
        IReadOnlyList<CapturedEvent> events,
        IReadOnlyList<CapturedEvent> fresh,
        IReadOnlyList<(CapturedEvent Event, string ETag)> replaced,
        VisitorViewResult result,
        CancellationToken cancellationToken)
    {
        var flood = events.Count - fresh.Count;
        result = result with { State = result.State with { Flood = result.State.Flood + flood } };
        await WriteAsync(visitorId, stored, fresh, replaced, result, [], cancellationToken);
        await ReportFloodAsync(result.State, flood, cancellationToken);
        return LeadsOf(result.State, events);
    }

    // A lead that was named by a version that is kept no longer must be refreshed too, also when the run that replaced it died.
    private static HashSet<string> LeadsOf(VisitorState? state, IReadOnlyList<CapturedEvent> events) =>
        (state?.Links ?? []).Select(link => link.LeadId)
            .Concat(state?.FormerLeads ?? [])
            .Concat(events.Select(captured => captured.LeadId).OfType<string>())
            .ToHashSet();

    private async ValueTask<IReadOnlyCollection<string>> StoreConsentsAsync(
        string visitorId, IReadOnlyList<ConsentFact> consents, CancellationToken cancellationToken)
    {
        var view = await ViewAsync(cancellationToken);
        var stored = await visitors.GetStateAsync(visitorId, cancellationToken);
        var facts = await visitors.GetFactsAsync(visitorId, cancellationToken);
        var change = ConsentChange.Of(facts, consents);
        foreach (var captured in change.Moved)
        {
            await StoreLeadEventAsync(captured.LeadId!, captured, cancellationToken);
        }

        var result = view.FromFacts(stored.Value, change.Facts, []);
        var unlinked = facts.Links.Select(link => link.LeadId).Union(result.State.FormerLeads).Except(result.State.Links.Select(link => link.LeadId));
        var staleHints = await ReadStaleHintsAsync(unlinked, visitorId, cancellationToken);
        await WriteAsync(visitorId, stored, [], [], result, change.Written, cancellationToken);

        // No view counts these any more, so a crash in between leaves nothing but rows that the next delivery removes.
        await visitors.RemoveAsync(
            visitorId,
            [.. change.Removed.Select(captured => FactKey.Of(captured.Id))],
            [.. change.RemovedLinks.Select(link => link.Key)],
            cancellationToken);
        foreach (var (leadId, etag) in staleHints)
        {
            await leads.RemoveVisitorAsync(leadId, visitorId, etag, cancellationToken);
        }

        // The state remembers the leads of links that a run before this one removed before it died.
        return facts.Links.Select(link => link.LeadId)
            .Concat(change.Moved.Select(captured => captured.LeadId!))
            .Concat(result.State.FormerLeads)
            .ToHashSet();
    }

    // Before the state is written, as with days: a worker that links the visitor again afterwards changes them.
    private async Task<List<(string LeadId, string ETag)>> ReadStaleHintsAsync(
        IEnumerable<string> leadIds, string visitorId, CancellationToken cancellationToken)
    {
        var stale = new List<(string LeadId, string ETag)>();
        foreach (var leadId in leadIds)
        {
            if (await leads.GetVisitorETagAsync(leadId, visitorId, cancellationToken) is { } etag)
            {
                stale.Add((leadId, etag));
            }
        }

        return stale;
    }

    private async Task<IReadOnlyList<CapturedEvent>> KeepCoveredAsync(
        VisitorState? state, IReadOnlyList<CapturedEvent> events, CancellationToken cancellationToken)
    {
        if (state?.ConsentEndsAt is null)
        {
            return events;
        }

        var consent = state.Consent;
        foreach (var captured in events.Where(captured => !consent.Covers(captured.OccurredAt)).Select(VisitorConsent.Remainder).OfType<CapturedEvent>())
        {
            await StoreLeadEventAsync(captured.LeadId!, captured, cancellationToken);
        }

        return [.. events.Where(captured => consent.Covers(captured.OccurredAt))];
    }

    private VisitorViewResult? TryContinue(
        VisitorView view, string visitorId, VisitorState? state, ref IReadOnlyList<CapturedEvent> fresh)
    {
        // A late event may be stored already, and its day is another than the one whose count the state knows.
        if (fresh.Count == 0 || fresh[0].Order <= state?.Last)
        {
            return null;
        }

        var lastDay = state?.Last is { } last ? localTime.DayOf(last.OccurredAt) : default;
        var taken = DayLimit.Take(
            fresh, day => day == lastDay ? state!.LastDayEvents : 0, options.Value.MaxEventsPerVisitorAndDay, localTime);
        var result = view.TryContinue(visitorId, state, taken);
        fresh = result is null ? fresh : taken;
        return result;
    }

    private async Task ReportFloodAsync(VisitorState state, int flood, CancellationToken cancellationToken)
    {
        if (flood > 0)
        {
            await rejected.AddAsync(FloodRecord.Of(state, options.Value.MaxEventsPerVisitorAndDay, timeProvider.GetUtcNow()), cancellationToken);
        }
    }

    private async Task<(IReadOnlyList<CapturedEvent> Fresh, List<(CapturedEvent Event, string ETag)> Replaced)> CompareAsync(
        string visitorId, IReadOnlyList<CapturedEvent> events, VisitorFacts? facts, CancellationToken cancellationToken)
    {
        var known = facts?.Events.ToDictionary(captured => captured.Id, StringComparer.Ordinal);
        var fresh = events.Where(captured => known?.ContainsKey(captured.Id) == false).ToList();
        var replaced = new List<(CapturedEvent Event, string ETag)>();
        foreach (var captured in events.Where(captured =>
            known is null || (known.TryGetValue(captured.Id, out var other) && FactVersion.Replaces(captured, other))))
        {
            var stored = await visitors.GetEventAsync(visitorId, FactKey.Of(captured.Id), cancellationToken);
            if (stored.Value is null)
            {
                fresh.Add(captured);
            }
            else if (FactVersion.Replaces(captured, stored.Value))
            {
                replaced.Add((captured, stored.ETag!));
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
        IReadOnlyList<ConsentFact> consents,
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

        var staleDays = await ReadStaleAsync(before.Except(result.State.Days), visitorId, cancellationToken);
        states.Forget(visitorId);
        var etag = await visitors.CommitAsync(
            new VisitorChange
            {
                VisitorId = visitorId,
                NewEvents = fresh,
                ReplacedEvents = replaced,
                Consents = consents,
                RemovedLinks = RemovedLinks(stored.Value, replaced),
                State = result.State,
                StateETag = stored.ETag,
                OlderVisits = result.OlderVisits,
            },
            cancellationToken);
        states.Keep(result.State, etag);
        foreach (var (day, dayETag) in staleDays)
        {
            await dayIndex.RemoveAsync(DayEntryKind.Visit, day, visitorId, dayETag, cancellationToken);
        }
    }

    private static List<string> RemovedLinks(VisitorState? stored, IReadOnlyList<(CapturedEvent Event, string ETag)> replaced)
    {
        var linked = (stored?.Links ?? []).Select(link => link.EventId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. replaced.Where(pair => linked.Contains(pair.Event.Id) && LinkFact.Of(pair.Event) is null)
                .Select(pair => FactKey.Of(pair.Event.Id)),
        ];
    }

    // The ETags are read before the state is written: a worker that lists the visitor there again afterwards changes them.
    private async Task<List<(DateOnly Day, string ETag)>> ReadStaleAsync(
        IEnumerable<string> days, string visitorId, CancellationToken cancellationToken)
    {
        var stale = new List<(DateOnly Day, string ETag)>();
        foreach (var day in days.Select(LocalTime.Parse))
        {
            if (await dayIndex.GetETagAsync(DayEntryKind.Visit, day, visitorId, cancellationToken) is { } etag)
            {
                stale.Add((day, etag));
            }
        }

        return stale;
    }
}
