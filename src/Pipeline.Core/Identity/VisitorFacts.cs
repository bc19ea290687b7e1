using Pipeline.Events;
using Pipeline.Events.Disowns;

namespace Pipeline.Identity;

/// <summary>All facts of one visitor, in no particular order.</summary>
/// <param name="Undos">Links taken back.</param>
public sealed record VisitorFacts(
    string VisitorId,
    IReadOnlyList<CapturedEvent> Events,
    IReadOnlyList<LinkFact> Links,
    IReadOnlyList<UndoFact> Undos)
{
    /// <summary>Its decisions.</summary>
    public IReadOnlyList<ConsentFact> Consents { get; init; } = [];

    /// <summary>Claims of it that were disowned at some time.</summary>
    public IReadOnlyList<Disown> Disowns { get; init; } = [];

    /// <summary>What its decisions mean.</summary>
    public VisitorConsent Consent => VisitorConsent.Of(Consents);

    /// <summary>What its decisions mean as of a moment.</summary>
    /// <param name="at">Moment; decisions that were received later do not count.</param>
    public VisitorConsent ConsentAt(DateTimeOffset at) => VisitorConsent.Of(Consents.Where(decision => decision.ReceivedAt <= at));

    /// <summary>Its facts as if what is disowned at a moment had never been sent.</summary>
    /// <param name="at">Moment; later decisions do not count.</param>
    public VisitorFacts WithoutDisownedAt(DateTimeOffset at)
    {
        var standing = Disowns.Where(disown => disown.StandsAt(at)).ToList();
        if (standing.Count == 0)
        {
            return this;
        }

        var taken = Events.Where(captured => standing.Exists(disown => disown.IsAbout(captured)))
            .Select(captured => captured.Id)
            .ToHashSet(StringComparer.Ordinal);
        return taken.Count == 0 ? this : this with
        {
            Events = [.. Events.Where(captured => !taken.Contains(captured.Id))],
            Links = [.. Links.Where(link => !taken.Contains(link.EventId))],
        };
    }

    /// <summary>Ids of its form fills for a lead, at any time, that its end does not take away.</summary>
    /// <param name="leadId">Lead that the fills name.</param>
    public IEnumerable<string> FillsOf(string leadId)
    {
        var consent = Consent;
        return Events
            .Where(captured => captured.Type == EventType.Form && captured.LeadId == leadId && consent.Covers(captured.ReceivedAt))
            .Select(captured => captured.Id);
    }

    /// <summary>Keys of the links that are taken back as of a moment, by an undo or because their fill was corrected.</summary>
    /// <param name="at">Moment; what happened or was asked for later does not count.</param>
    public IReadOnlySet<string> TakenBackAt(DateTimeOffset at) =>
        Undos.Where(undo => undo.At <= at).Select(undo => undo.LinkKey).Concat(CorrectedAt(at).Keys).ToHashSet(StringComparer.Ordinal);

    /// <summary>Fills that are corrected as of a moment: their keys, and since when.</summary>
    /// <param name="at">Moment; what happened later does not count.</param>
    public IReadOnlyDictionary<string, DateTimeOffset> CorrectedAt(DateTimeOffset at)
    {
        var consent = ConsentAt(at);
        return Corrections.Of(Events.Where(captured => captured.OccurredAt <= at && consent.Covers(captured.ReceivedAt)));
    }
}
