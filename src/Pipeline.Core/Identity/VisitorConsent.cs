using Pipeline.Events;

namespace Pipeline.Identity;

/// <summary>
/// What a visitor's decisions mean for its facts, as a pure function of them: the first refusal or withdrawal that is received ends the
/// visitor id for good, and what is received from then on does not belong to it, whenever it says it happened. Receipt is what decides
/// because it also decides which version of a fact is kept (<see cref="FactVersion"/>): of all versions of an event, the kept one is
/// covered if any is, and a later version of a decision moves no end. A grant revives nothing, because it would then depend on the order
/// of arrival what may be kept; it begins a new visitor.
/// </summary>
/// <param name="EndsAt">When what is received no longer belongs to the visitor; null when it was never refused.</param>
/// <param name="WithdrawnAt">When the first withdrawal was received, which undoes every link; null when there is none.</param>
public readonly record struct VisitorConsent(DateTimeOffset? EndsAt, DateTimeOffset? WithdrawnAt)
{
    /// <summary>Works out what a visitor's decisions mean.</summary>
    /// <param name="consents">Its decisions, in any order.</param>
    public static VisitorConsent Of(IEnumerable<ConsentFact> consents)
    {
        DateTimeOffset? ends = null, withdrawn = null;
        foreach (var consent in consents)
        {
            if (consent.State != ConsentState.Granted)
            {
                ends = Earlier(ends, consent.ReceivedAt);
            }

            if (consent.State == ConsentState.Withdrawn)
            {
                withdrawn = Earlier(withdrawn, consent.ReceivedAt);
            }
        }

        return new VisitorConsent(ends, withdrawn);
    }

    /// <summary>True when something that was received then belongs to the visitor: before <see cref="EndsAt"/>.</summary>
    /// <param name="receivedAt">When capture received it.</param>
    public bool Covers(DateTimeOffset receivedAt) => !(receivedAt >= EndsAt);

    /// <summary>The links that count for ownership: none after a withdrawal, else those received before the end.</summary>
    /// <param name="links">Links of the visitor.</param>
    public IEnumerable<LinkFact> Standing(IEnumerable<LinkFact> links)
    {
        var consent = this;
        return WithdrawnAt is null ? links.Where(link => consent.Covers(link.ReceivedAt)) : [];
    }

    /// <summary>What stays of an event that the visitor's end does not cover: a form fill without its visitor; else nothing.</summary>
    /// <param name="captured">Event with its lead id filled in.</param>
    public static CapturedEvent? Remainder(CapturedEvent captured) =>
        captured is { Type: EventType.Form, LeadId: not null, Mode: CaptureMode.Identify }
            ? captured.WithoutVisitor()
            : null;

    private static DateTimeOffset Earlier(DateTimeOffset? known, DateTimeOffset at) => at < known ? at : known ?? at;
}
