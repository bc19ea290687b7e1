using Pipeline.Events;

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

    /// <summary>What its decisions mean.</summary>
    public VisitorConsent Consent => VisitorConsent.Of(Consents);

    /// <summary>Keys of the links that are taken back as of a moment, by an undo or because their fill was corrected.</summary>
    /// <param name="at">Moment; what happened or was asked for later does not count.</param>
    public IReadOnlySet<string> TakenBackAt(DateTimeOffset at) =>
        Undos.Where(undo => undo.At <= at).Select(undo => undo.LinkKey).Concat(CorrectedAt(at).Keys).ToHashSet(StringComparer.Ordinal);

    /// <summary>Fills that are corrected as of a moment: their keys, and since when.</summary>
    /// <param name="at">Moment; what happened later does not count.</param>
    public IReadOnlyDictionary<string, DateTimeOffset> CorrectedAt(DateTimeOffset at)
    {
        var consent = VisitorConsent.Of(Consents.Where(decision => decision.OccurredAt <= at));
        return Corrections.Of(Events.Where(captured => captured.OccurredAt <= at && consent.Covers(captured.OccurredAt)));
    }
}
