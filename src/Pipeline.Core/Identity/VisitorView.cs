using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Settings;
using Pipeline.Time;

namespace Pipeline.Identity;

/// <summary>Computes a visitor's state: by going on from the stored one, or from all facts. Both give the same state.</summary>
/// <param name="channels">Decides a visit's channel, by the rules of its own time.</param>
/// <param name="localTime">Cuts local days.</param>
public sealed class VisitorView(RulesTimeline<ChannelClassifier> channels, LocalTime localTime)
{
    /// <summary>Adds events that come after everything the state has seen.</summary>
    /// <param name="state">Stored state; null for a new visitor.</param>
    /// <param name="newEvents">New events in event order, all covered by the visitor's consent.</param>
    /// <returns>
    /// The new state; null when the facts must be read, because an event is late, names a page that the state does not know, corrects a
    /// fill, or makes a link that may be disowned.
    /// </returns>
    public VisitorViewResult? TryContinue(string visitorId, VisitorState? state, IReadOnlyList<CapturedEvent> newEvents)
    {
        if (newEvents.Count > 0 && (newEvents[0].Order <= state?.Last || newEvents.Any(captured => captured.Corrects is not null)))
        {
            return null;
        }

        if (state?.Disowned == true && newEvents.Any(captured => LinkFact.Of(captured) is not null))
        {
            return null;
        }

        var fold = new VisitFold(channels, state?.Visits ?? [], state?.Last, state?.ActiveAt);
        foreach (var captured in newEvents)
        {
            var isOfUnknownPage = (captured.IsLateClaim || captured.Type == EventType.Engagement) && !fold.HasPageOf(captured);
            fold.Add(captured);
            if (isOfUnknownPage && captured.PageId is not null && HasOtherPages(state))
            {
                return null;
            }
        }

        return Result(fold, state?.Visits ?? [], [], state?.Days ?? [], new VisitorState
        {
            VisitorId = visitorId,
            OlderVisits = state?.OlderVisits ?? 0,
            Links = Merge(state?.Links ?? [], newEvents),
            UndoneLinks = state?.UndoneLinks ?? [],
            ConsentEndsAt = state?.ConsentEndsAt,
            WithdrawnAt = state?.WithdrawnAt,
            LastDayEvents = LastDayEvents(newEvents, fold.Last, state),
            FormerLeads = state?.FormerLeads ?? [],
            Disowned = state?.Disowned ?? false,
            Flood = state?.Flood ?? 0,
        });
    }

    /// <summary>Computes the state from all facts.</summary>
    /// <param name="before">Stored state; null for a new visitor. Only tells what changes.</param>
    /// <param name="facts">Facts of the visitor, each event once.</param>
    /// <param name="newEvents">Events that are not among the facts yet, or that replace the version there.</param>
    public VisitorViewResult FromFacts(VisitorState? before, VisitorFacts facts, IReadOnlyList<CapturedEvent> newEvents)
    {
        var events = facts.Events.ToDictionary(captured => captured.Id, StringComparer.Ordinal);
        foreach (var captured in newEvents)
        {
            events[captured.Id] = captured;
        }

        var consent = facts.Consent;
        List<CapturedEvent> covered = [.. events.Values.Where(captured => consent.Covers(captured.ReceivedAt))];

        // The older visits are not read: the facts that they were folded from are here.
        var older = before is { OlderVisits: > 0 } ? Fold(facts.Events).Visits.Take(before.OlderVisits).ToList() : [];

        // A replaced event may carry another time: its link follows it.
        var otherLinks = facts.Links.Where(link => newEvents.All(captured => captured.Id != link.EventId));
        List<LinkFact> links = [.. Merge(otherLinks, newEvents).Where(link => consent.Covers(link.ReceivedAt))];
        var counted = (facts with { Events = covered, Links = links }).WithoutDisownedAt(DateTimeOffset.MaxValue);
        var former = (before?.FormerLeads ?? []).Concat((before?.Links ?? []).Select(link => link.LeadId));
        var fold = Fold(covered);
        return Result(fold, [.. older, .. before?.Visits ?? []], older, [], new VisitorState
        {
            VisitorId = facts.VisitorId,
            Links = links,
            UndoneLinks = [.. facts.Undos.Select(undo => undo.LinkKey)
                .Concat(Corrections.Of(counted.Events).Keys)
                .Concat(links.Except(counted.Links).Select(link => link.Key))
                .Distinct()
                .Order(StringComparer.Ordinal)],
            FormerLeads = [.. former.Except(links.Select(link => link.LeadId)).Order(StringComparer.Ordinal)],
            Disowned = facts.Disowns.Count > 0,
            ConsentEndsAt = consent.EndsAt,
            WithdrawnAt = consent.WithdrawnAt,
            LastDayEvents = LastDayEvents(covered, fold.Last, state: null),
            Flood = before?.Flood ?? 0,
        });
    }

    private static bool HasOtherPages(VisitorState? state) =>
        state is not null && (state.OlderVisits > 0 || state.Visits.Any(visit => visit.PageViews > visit.Pages.Count));

    private VisitFold Fold(IEnumerable<CapturedEvent> events)
    {
        var fold = new VisitFold(channels, [], null);
        foreach (var captured in events.OrderBy(captured => captured.Order))
        {
            fold.Add(captured);
        }

        return fold;
    }

    private static List<LinkFact> Merge(IEnumerable<LinkFact> links, IReadOnlyList<CapturedEvent> newEvents) =>
        [.. links.Concat(newEvents.Select(LinkFact.Of).OfType<LinkFact>()).OrderBy(link => link.Order)];

    private VisitorViewResult Result(
        VisitFold fold, IReadOnlyList<Visit> before, List<Visit> storedRows, IEnumerable<string> otherDays, VisitorState state)
    {
        var rows = new List<(int Row, IReadOnlyList<Visit> Visits)>();
        var kept = fold.Visits.ToList();
        var older = state.OlderVisits;
        while (kept.Count > VisitorState.VisitsPerRow)
        {
            var row = kept[..VisitorState.VisitsPerRow];
            var stored = storedRows.Skip(older).Take(row.Count).ToList();
            if (stored.Count < row.Count || !row.Zip(stored).All(pair => pair.First.IsSame(pair.Second)))
            {
                rows.Add((older / VisitorState.VisitsPerRow, row));
            }

            kept.RemoveRange(0, VisitorState.VisitsPerRow);
            older += VisitorState.VisitsPerRow;
        }

        var days = fold.Visits.Select(visit => LocalTime.Text(localTime.DayOf(visit.StartedAt)));
        var view = state with
        {
            Last = fold.Last,
            ActiveAt = fold.ActiveAt,
            OlderVisits = older,
            Visits = kept,
            Links = Bounded(state.Links),
            UndoneLinks = state.WithdrawnAt is null ? state.UndoneLinks : Undone(state),
            Days = [.. new SortedSet<string>(otherDays.Concat(days), StringComparer.Ordinal)],
        };
        return new VisitorViewResult(view, rows, ChangedDays(before, fold.Visits));
    }

    // The first and the last ones, so that a state which is continued has the same as one that is folded anew.
    private static IReadOnlyList<LinkFact> Bounded(IReadOnlyList<LinkFact> links) => links.Count <= VisitorState.MaxLinks
        ? links
        : [.. links.Take(VisitorState.MaxLinks / 2), .. links.TakeLast(VisitorState.MaxLinks / 2)];

    private static string[] Undone(VisitorState state) =>
        [.. state.UndoneLinks.Concat(state.Links.Select(link => link.Key)).Distinct().Order(StringComparer.Ordinal)];

    private int LastDayEvents(IReadOnlyList<CapturedEvent> events, EventOrder? last, VisitorState? state)
    {
        if (last is not { } end)
        {
            return 0;
        }

        var day = localTime.DayOf(end.OccurredAt);
        var known = state?.Last is { } before && localTime.DayOf(before.OccurredAt) == day ? state.LastDayEvents : 0;
        return known + events.Count(captured => localTime.DayOf(captured.OccurredAt) == day);
    }

    private HashSet<DateOnly> ChangedDays(IReadOnlyList<Visit> before, IReadOnlyList<Visit> after)
    {
        var changed = before.Select(RolledUp).ToHashSet();
        changed.SymmetricExceptWith(after.Select(RolledUp));
        return [.. changed.Select(visit => localTime.DayOf(visit.StartedAt))];
    }

    private static (string Id, DateTimeOffset StartedAt, VisitSource Source, string? LandingPage, bool Automatic) RolledUp(Visit visit) =>
        (visit.Id, visit.StartedAt, visit.Source, visit.LandingPage, visit.Automatic);
}
