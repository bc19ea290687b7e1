using Microsoft.Extensions.Options;
using Pipeline.Events;

namespace Pipeline.Capture.Privacy;

/// <summary>
/// Decides whether a request may have a visitor, and which. A signal that forbids always wins: GPC, DNT where it is honoured, a refusal in
/// the cookie or in the request; where consent is required, also the lack of a grant in both.
/// </summary>
/// <param name="ids">Makes the id of a browser without cookie and candidate.</param>
/// <param name="options">Consent rule, DNT and cookie name.</param>
public sealed class VisitorPolicy(IIdGenerator ids, IOptions<CaptureOptions> options)
{
    private readonly CaptureOptions _options = options.Value;

    /// <summary>Decides the visitor of a request.</summary>
    /// <param name="signals">What its headers say.</param>
    /// <param name="said">Decision that the request itself carries; null when it carries none.</param>
    /// <param name="candidate">The browser's candidate; null or empty when it sent none.</param>
    /// <param name="mints">Whether a browser with neither cookie nor candidate becomes a new visitor.</param>
    /// <returns>The visitor; null when the request is nobody's.</returns>
    public VisitorDecision? Decide(in BrowserSignals signals, ConsentState? said, string? candidate, bool mints)
    {
        if (Forbids(signals, said))
        {
            return null;
        }

        var cookie = VisitorIds.FromCookieHeader(signals.CookieHeader, _options.CookieName);
        return cookie is null && string.IsNullOrEmpty(candidate) && !mints ? null : VisitorIds.Decide(cookie, candidate, ids);
    }

    /// <summary>True when the request must be treated as nobody's.</summary>
    /// <param name="signals">What its headers say.</param>
    /// <param name="said">Decision that the request itself carries; null when it carries none.</param>
    public bool Forbids(in BrowserSignals signals, ConsentState? said)
    {
        if (IsSignalled(signals) || said is ConsentState.Refused or ConsentState.Withdrawn)
        {
            return true;
        }

        var remembered = ConsentCookie.Read(signals.CookieHeader, _options.CookieName);
        return remembered == ConsentState.Refused
            || (_options.Consent == ConsentRule.Required && remembered is null && said is null);
    }

    /// <summary>True when the browser itself forbids, whatever its visitor decided on this site.</summary>
    /// <param name="signals">What the request's headers say.</param>
    public bool IsSignalled(in BrowserSignals signals) => signals.OptedOut || (signals.DoNotTrack && _options.HonourDnt);

    /// <summary>What an anonymous answer does to the cookies: a visitor cookie that is still there goes.</summary>
    /// <param name="signals">What the request's headers say.</param>
    public bool MustForget(in BrowserSignals signals) => VisitorIds.FromCookieHeader(signals.CookieHeader, _options.CookieName) is not null;

    /// <summary>True when a request that cannot be read further carries a visitor cookie that its headers forbid.</summary>
    /// <param name="signals">What the request's headers say.</param>
    public bool ForbidsCookie(in BrowserSignals signals) => Forbids(signals, said: null) && MustForget(signals);

    /// <summary>Reads a decision from a request.</summary>
    /// <param name="text">Any text; may be null.</param>
    /// <returns>The decision; null when the text is none.</returns>
    public static ConsentState? Read(string? text) => text switch
    {
        "granted" => ConsentState.Granted,
        "refused" => ConsentState.Refused,
        "withdrawn" => ConsentState.Withdrawn,
        _ => null,
    };
}
