using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Ruleset;
using Pipeline.Time;

namespace Pipeline.Identity;

/// <summary>
/// Stores a visitor's events and continues its state where they follow what is known; otherwise it is folded anew from all facts.
/// Safe to repeat: an event is inserted under the key of its own id.
/// </summary>
public sealed class VisitorEvents(
    IVisitorStore visitors,
    VisitorConsents consents,
    VisitorWriter writer,
    IRejectedStore rejected,
    CurrentRules currentRules,
    VisitorStateCache states,
    LocalTime localTime,
    ConflictRetry retry,
    IOptions<CaptureOptions> options,
    TimeProvider timeProvider)
{
    // Up to so many events are looked up one by one; for more, all facts are read, which takes one call for each 1,000 of them.
    private const int MaxLookUps = 3;

    /// <summary>Stores events of a visitor.</summary>
    /// <param name="events">Events in event order, each once; at most <see cref="IVisitorStore.MaxEventsPerCommit"/>.</param>
    /// <returns>Leads to refresh.</returns>
    public ValueTask<IReadOnlyCollection<string>> StoreAsync(
        string visitorId, IReadOnlyList<CapturedEvent> events, CancellationToken cancellationToken)
    {
        var compare = false;
        return retry.RunAsync(
            async token =>
            {
                try
                {
                    return await TryStoreAsync(visitorId, events, compare, token);
                }
                catch (StorageConflictException conflict) when (conflict.FailedIndex < events.Count)
                {
                    compare = true;
                    throw;
                }
            },
            cancellationToken);
    }

    private async ValueTask<IReadOnlyCollection<string>> TryStoreAsync(
        string visitorId, IReadOnlyList<CapturedEvent> events, bool compare, CancellationToken cancellationToken)
    {
        var view = await ViewAsync(cancellationToken);

        // A kept state that is out of date is found out by the commit alone, so only what needs no other reading may go on from it.
        if (!compare
            && states.Find(visitorId) is { Value.ConsentEndsAt: null } kept
            && TryContinue(view, visitorId, kept.Value, events) is { } next)
        {
            await CommitAsync(visitorId, kept, next, cancellationToken);
            return LeadsOfContinued(next.State, next.Fresh);
        }

        var stored = await visitors.GetStateAsync(visitorId, cancellationToken);
        var covered = await consents.KeepCoveredAsync(stored.Value, events, cancellationToken);
        if (!compare && TryContinue(view, visitorId, stored.Value, covered) is { } following)
        {
            await CommitAsync(visitorId, stored, following, cancellationToken);
            return covered.Count == events.Count ? LeadsOfContinued(following.State, following.Fresh) : LeadsOf(following.State, events);
        }

        var compared = await CompareAsync(view, visitorId, stored.Value, covered, cancellationToken);
        if (compared is not null)
        {
            await CommitAsync(visitorId, stored, compared, cancellationToken);
        }

        return LeadsOf(compared?.State ?? stored.Value, events);
    }

    // The rules are read before the first fact, so that a run never mixes older rules with newer facts.
    private async ValueTask<VisitorView> ViewAsync(CancellationToken cancellationToken) =>
        new((await currentRules.GetAsync(cancellationToken)).Channels, localTime);

    private async Task CommitAsync(string visitorId, Versioned<VisitorState> stored, Change change, CancellationToken cancellationToken)
    {
        var state = change.State with { Flood = change.State.Flood + change.Flood };
        await writer.WriteAsync(
            visitorId, stored, change.Fresh, change.Replaced, change.View with { State = state }, [], cancellationToken);
        if (change.Flood > 0)
        {
            await rejected.AddAsync(
                FloodRecord.Of(state, options.Value.MaxEventsPerVisitorAndDay, timeProvider.GetUtcNow()), cancellationToken);
        }
    }

    // A lead that was named by a version that is kept no longer must be refreshed too, also when the run that replaced it died.
    private static HashSet<string> LeadsOf(VisitorState? state, IReadOnlyList<CapturedEvent> events) =>
        (state?.Links ?? []).Select(link => link.LeadId)
            .Concat(state?.FormerLeads ?? [])
            .Concat(events.Select(captured => captured.LeadId).OfType<string>())
            .ToHashSet();

    // What comes after everything that is known, and makes no link, changes nobody but its owner: who has the last link that stands.
    private static HashSet<string> LeadsOfContinued(VisitorState state, IReadOnlyList<CapturedEvent> fresh) =>
        fresh.Count == 0 ? []
        : state.Disowned || fresh.Any(captured => captured.Automatic || LinkFact.Of(captured) is not null)
            ? LeadsOf(state, fresh)
            : state.Links.LastOrDefault(link => !state.UndoneLinks.Contains(link.Key)) is { } last
            ? LeadsOf(state with { Links = [last], FormerLeads = [] }, fresh)
            : LeadsOf(null, fresh);

    private Change? TryContinue(VisitorView view, string visitorId, VisitorState? state, IReadOnlyList<CapturedEvent> events)
    {
        // A late event may be stored already, and its day is another than the one whose count the state knows.
        if (events.Count == 0 || events[0].Order <= state?.Last)
        {
            return null;
        }

        var lastDay = state?.Last is { } last ? localTime.DayOf(last.OccurredAt) : default;
        var taken = DayLimit.Take(
            events, day => day == lastDay ? state!.LastDayEvents : 0, options.Value.MaxEventsPerVisitorAndDay, localTime);
        return view.TryContinue(visitorId, state, taken) is { } result ? new Change(result, taken, [], events.Count - taken.Count) : null;
    }

    // Null when all of them are stored already.
    private async Task<Change?> CompareAsync(
        VisitorView view, string visitorId, VisitorState? state, IReadOnlyList<CapturedEvent> events, CancellationToken cancellationToken)
    {
        var facts = events.Count > MaxLookUps ? await visitors.GetFactsAsync(visitorId, cancellationToken) : null;
        var (fresh, replaced) = await TellApartAsync(visitorId, events, facts, cancellationToken);
        if (fresh.Count + replaced.Count == 0)
        {
            return null;
        }

        if (replaced.Count == 0 && TryContinue(view, visitorId, state, fresh) is { } next)
        {
            return next;
        }

        facts ??= await visitors.GetFactsAsync(visitorId, cancellationToken);
        var storedOn = facts.Events.CountBy(captured => localTime.DayOf(captured.OccurredAt)).ToDictionary();
        var taken = DayLimit.Take(fresh, day => storedOn.GetValueOrDefault(day), options.Value.MaxEventsPerVisitorAndDay, localTime);
        var result = view.FromFacts(state, facts, [.. taken, .. replaced.Select(pair => pair.Event)]);
        return new Change(result, taken, replaced, fresh.Count - taken.Count);
    }

    private async Task<(IReadOnlyList<CapturedEvent> Fresh, List<(CapturedEvent Event, string ETag)> Replaced)> TellApartAsync(
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

    // Events beyond the day's limit are the flood: counted, not stored.
    private sealed record Change(
        VisitorViewResult View, IReadOnlyList<CapturedEvent> Fresh, IReadOnlyList<(CapturedEvent Event, string ETag)> Replaced, int Flood)
    {
        public VisitorState State => View.State;
    }
}
