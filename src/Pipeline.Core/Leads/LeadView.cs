using Pipeline.Attribution;
using Pipeline.Crm.Facts;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Ruleset;
using Pipeline.Scoring;
using Pipeline.Time;

namespace Pipeline.Leads;

/// <summary>Works out what is true of a lead at a moment, as a pure function of its facts and the rules.</summary>
/// <param name="rules">Rules and when they were active.</param>
/// <param name="localTime">Cuts local days.</param>
public sealed class LeadView(RulesInUse rules, LocalTime localTime)
{
    /// <summary>Evaluates a lead.</summary>
    /// <param name="history">All its facts, in any order.</param>
    /// <param name="at">Moment; facts that happened later do not count.</param>
    /// <returns>What is true of the lead; null when it is not known at that moment.</returns>
    public LeadSnapshot? Evaluate(LeadHistory history, DateTimeOffset at) =>
        Read(history, at) is { } own ? EvaluateOwn(own, at) : null;

    /// <summary>
    /// The facts as they read at a moment: of the aliases too, without what is disowned, under the stages in use, dated from when they
    /// count.
    /// </summary>
    /// <param name="history">All its facts, in any order.</param>
    /// <param name="at">Moment.</param>
    /// <returns>Null when the lead is itself an alias at that moment.</returns>
    public LeadHistory? Read(LeadHistory history, DateTimeOffset at) => history.AsOf(at)
        ?.WithoutDisownedAt(at)
        .Under(rules.Stages.At(at).Rules)
        .Dated(localTime);

    private LeadSnapshot? EvaluateOwn(LeadHistory history, DateTimeOffset at)
    {
        var leadId = history.Facts.LeadId;
        var owned = new List<OwnedEvent>();
        var touches = new Dictionary<string, Touch>(StringComparer.Ordinal);
        var receipts = new VisitReceipts();
        foreach (var visitor in history.Visitors)
        {
            AddVisitor(leadId, visitor, at, owned, touches, receipts);
        }

        // A form fill is for a moment in both places while it is taken from a visitor that refused. For good it is when it was sent again
        // after the visitor's end: then the visitor's version, received first, is the one that counts, also for moments before it.
        var stored = owned.Select(item => item.Event.Id)
            .Concat((history.AllVisitors ?? history.Visitors).SelectMany(visitor => visitor.FillsOf(leadId)))
            .ToHashSet(StringComparer.Ordinal);
        AddOwn(history.Facts.Events.Where(captured => captured.OccurredAt <= at && !stored.Contains(captured.Id)), owned, touches);
        owned.Sort((left, right) => left.Event.Order.CompareTo(right.Event.Order));
        var first = owned.Find(item => item.Event.LeadId == leadId && item.Event.Email is not null)?.Event;
        if (Origin.Of(first, history.Facts, at) is not { } origin)
        {
            return null;
        }

        OfflineTouches.Add(history.Facts.Touches, rules.Channels, at, touches);

        var journey = new LeadJourney(
            ProfileBounds.Journey([.. touches.Values.OrderBy(touch => touch.At).ThenBy(touch => touch.Id, StringComparer.Ordinal)]),
            receipts,
            owned);
        var learned = Learned(owned, history.Facts.Crm, leadId, at);
        var scored = ScoredEvents.Of(
            rules.Scoring, [.. owned.Select(item => new ScorableEvent(item.Event, item.Channel, IsDisposable(item.Event.Email)))], at);
        var standing = CrmView.Standing(history.Facts.Crm, at).ToList();
        var claims = LeadClaims.Of(leadId, owned, standing, receipts, localTime);
        var fields = FieldValue.Of(learned);
        var told = CrmView.Stages(history, rules.Stages.At(at).Rules);
        var grades = GradeTimeline.Across(scored.Periods, learned, claims.ConfirmedAt);
        var stages = StageTransitions.Evaluate(scored.Periods, origin.At, told, at, grades);
        return new LeadSnapshot
        {
            LeadId = leadId,
            At = at,
            Email = history.Aliases.LastOrDefault(alias => !alias.Mistyped)?.Email ?? OwnEmail(history, first, origin),
            Fields = ProfileBounds.Fields(fields),
            FieldValues = fields,
            Learned = learned,
            Claims = claims,
            Caution = claims.Caution(journey.Touches.Count(touch => receipts.Has(touch.Id)), at, localTime),
            CreatedAt = origin.At,
            Events = owned,
            Touches = journey.Touches,
            LateTouches = journey.LateBefore(origin.At, origin.LearnedAt),
            Scoring = scored.Active,
            ScoreLines = scored.Lines,
            Periods = scored.Periods,
            Ledger = scored.Active.Rules.LedgerAt(scored.Lines, at),
            Owner = CrmView.Owner(history.Facts.Crm, at),
            Stages = stages,
            Conversions = LeadConversions.Of(leadId, origin, stages, told, history, journey, localTime, at),
            SharedDevices = SharedDeviceEntry.Of(history, at, rules.SharedDeviceWindow),
            Links =
            [
                .. history.Visitors.SelectMany(visitor => visitor.Links)
                    .Where(link => link.OccurredAt <= at && link.LeadId == leadId)
                    .OrderBy(link => link.Order),
            ],
            Visitors =
            [
                .. history.Visitors.Select(visitor => LinkedVisitors.Of(leadId, visitor, at, rules.SharedDeviceWindow))
                    .OfType<LinkedVisitor>()
                        .OrderBy(visitor => visitor.VisitorId, StringComparer.Ordinal),
            ],
        };
    }

    private void AddOwn(IEnumerable<CapturedEvent> events, List<OwnedEvent> owned, Dictionary<string, Touch> touches)
    {
        // Page views that a server tells by address are visits as a browser's are, though no visitor has them.
        var fold = new VisitFold(rules.Channels, [], null);
        List<CapturedEvent> ordered =
            [.. LinkScanners.Flag(events).DistinctBy(captured => captured.Id).OrderBy(captured => captured.Order)];
        var visits = new Dictionary<string, Touch>(StringComparer.Ordinal);
        foreach (var captured in ordered)
        {
            if (VisitOf(captured, fold) is { } visit)
            {
                visits[captured.Id] = visit;
                touches.TryAdd(visit.Id, visit);
            }
        }

        var links = new LinkTouches(touches);
        foreach (var captured in ordered)
        {
            var touch = EmailTouch.Of(captured, rules.Channels) is { } click
                ? links.Take(captured, click)
                : visits.GetValueOrDefault(captured.Id);
            owned.Add(new OwnedEvent(captured, touch?.Id, touch?.Source.Channel));
        }
    }

    // The first event may carry an address that was mistyped.
    private static string OwnEmail(LeadHistory history, CapturedEvent? first, Origin origin)
    {
        if (first is null || !history.Aliases.Any(alias => alias.Mistyped && alias.Email == origin.Email))
        {
            return origin.Email;
        }

        var mistyped = history.Aliases.Where(alias => alias.Mistyped).Select(alias => alias.Email).ToHashSet(StringComparer.Ordinal);
        return history.Visitors.SelectMany(visitor => visitor.Events).Concat(history.Facts.Events)
            .Where(captured => captured.LeadId == history.Facts.LeadId && captured.Email is { } email && !mistyped.Contains(email))
            .OrderBy(captured => captured.Order).Select(captured => captured.Email)
            .Concat(history.Facts.Crm.Select(fact => fact.Email)).Concat(history.Facts.Touches.Select(touch => touch.Email))
            .FirstOrDefault(email => email is not null && !mistyped.Contains(email)) ?? origin.Email;
    }

    private static Touch? VisitOf(CapturedEvent captured, VisitFold fold) =>
        captured is { Type: EventType.PageView, VisitorId: null }
            && fold.Add(captured) is { } place
            && fold.Visits[place] is { Automatic: false } visit
            ? new Touch { Id = visit.Id, At = captured.OccurredAt, Source = visit.Source, LandingPage = visit.LandingPage }
            : null;

    private void AddVisitor(
        string leadId,
        VisitorFacts visitor,
        DateTimeOffset at,
        List<OwnedEvent> owned,
        Dictionary<string, Touch> touches,
        VisitReceipts receipts)
    {
        var consent = visitor.ConsentAt(at);
        var ownership = Ownership.Of(visitor, at, rules.SharedDeviceWindow);
        var fold = new VisitFold(rules.Channels, [], null);
        foreach (var captured in visitor.Events
            .Where(captured => captured.OccurredAt <= at && consent.Covers(captured.ReceivedAt))
            .OrderBy(captured => captured.Order))
        {
            var place = fold.Add(captured);
            if (place is { } noted)
            {
                receipts.Note(fold.Visits[noted].Id, captured);
            }

            if (ownership.OwnerOf(captured) != leadId)
            {
                continue;
            }

            if (place is not { } index)
            {
                owned.Add(new OwnedEvent(captured, null, null));
                continue;
            }

            var visit = fold.Visits[index];
            if (visit.Automatic)
            {
                owned.Add(new OwnedEvent(captured, null, visit.Source.Channel));
                continue;
            }

            touches.TryAdd(visit.Id, new Touch
            {
                Id = visit.Id,
                At = captured.OccurredAt,
                Source = visit.Source,
                LandingPage = visit.LandingPage,
            });
            owned.Add(new OwnedEvent(captured, visit.Id, visit.Source.Channel));
        }
    }

    private bool IsDisposable(string? email) => email is not null && rules.Disposable.Contains(email);

    // What forms, servers and the CRM told about the person, in order of time; of one moment the CRM, which people keep, comes last.
    private static IReadOnlyList<LearnedFields> Learned(List<OwnedEvent> owned, IEnumerable<CrmFact> crm, string leadId, DateTimeOffset at)
    {
        var forms = owned.Select(item => item.Event)
            .Where(captured => captured.LeadId == leadId && captured.Fields is not null)
            .Select(captured => new LearnedFields(
                captured.OccurredAt,
                captured.Fields!,
                captured.IsOfBrowser ? $"form {captured.Form}".TrimEnd() : "server",
                captured.IsOfBrowser));
        var rows = CrmView.Standing(crm, at).Where(fact => fact.Current.Fields is not null)
            .OrderBy(fact => fact.Current.LastSaidAt).ThenBy(fact => fact.Key, StringComparer.Ordinal)
            .Select(fact => new LearnedFields(fact.Current.At, fact.Current.Fields!, "crm", IsClaim: false));
        return [.. forms.Concat(rows).OrderBy(item => item.At)];
    }
}
