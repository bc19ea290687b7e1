using Pipeline.Events;

namespace Pipeline.Identity;

/// <summary>
/// What a visitor's decisions mean for its facts, as a pure function of them: the earliest refusal or withdrawal ends the visitor id for
/// good. A grant revives nothing, because it would then depend on the order of arrival what may be kept; it begins a new visitor.
/// </summary>
/// <param name="EndsAt">Moment from which nothing belongs to the visitor; null when it was never refused.</param>
/// <param name="WithdrawnAt">Moment of the earliest withdrawal, which undoes every link; null when there is none.</param>
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
                ends = Earlier(ends, consent.OccurredAt);
            }

            if (consent.State == ConsentState.Withdrawn)
            {
                withdrawn = Earlier(withdrawn, consent.OccurredAt);
            }
        }

        return new VisitorConsent(ends, withdrawn);
    }

    /// <summary>True when something that happened then belongs to the visitor: before <see cref="EndsAt"/>.</summary>
    /// <param name="at">When it happened.</param>
    public bool Covers(DateTimeOffset at) => !(at >= EndsAt);

    /// <summary>The links that count for ownership: none after a withdrawal, else those made before the end.</summary>
    /// <param name="links">Links of the visitor.</param>
    public IEnumerable<LinkFact> Standing(IEnumerable<LinkFact> links)
    {
        var consent = this;
        return WithdrawnAt is null ? links.Where(link => consent.Covers(link.OccurredAt)) : [];
    }

    /// <summary>What stays of an event that the visitor's end does not cover: a form fill without its visitor; else nothing.</summary>
    /// <param name="captured">Event with its lead id filled in.</param>
    public static CapturedEvent? Remainder(CapturedEvent captured) =>
        captured is { Type: EventType.Form, LeadId: not null, Mode: CaptureMode.Identify }
            ? captured with { VisitorId = null, PageId = null, Consent = null, Corrects = null }
            : null;

    private static DateTimeOffset Earlier(DateTimeOffset? known, DateTimeOffset at) => at < known ? at : known ?? at;
}
