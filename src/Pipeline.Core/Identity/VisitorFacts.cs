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
}
