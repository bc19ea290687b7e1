using Pipeline.Events;

namespace Pipeline.Capture.Privacy;

/// <summary>
/// The cookie that remembers a decision without telling one browser from another: name of the visitor cookie + <c>_consent</c>, value
/// <c>granted</c> or <c>refused</c>.
/// </summary>
public static class ConsentCookie
{
    /// <summary>What follows the visitor cookie's name.</summary>
    public const string Suffix = "_consent";

    /// <summary>Value of a grant.</summary>
    public const string Granted = "granted";

    /// <summary>Value of a refusal or withdrawal.</summary>
    public const string Refused = "refused";

    /// <summary>Reads what is remembered. Where two cookies disagree, the refusal counts.</summary>
    /// <param name="header">Value of the <c>Cookie</c> header, any text; may be null.</param>
    /// <param name="cookieName">Name of the visitor cookie.</param>
    /// <returns>Granted, refused, or null when nothing is remembered.</returns>
    public static ConsentState? Read(string? header, string cookieName)
    {
        ConsentState? found = null;
        var rest = header.AsSpan();
        while (rest.Length > 0)
        {
            var end = rest.IndexOf(';');
            var pair = (end < 0 ? rest : rest[..end]).Trim();
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (!pair.StartsWith(cookieName, StringComparison.Ordinal)
                || !pair[cookieName.Length..].StartsWith(Suffix + "=", StringComparison.Ordinal))
            {
                continue;
            }

            switch (pair[(cookieName.Length + Suffix.Length + 1)..])
            {
                case Refused:
                    return ConsentState.Refused;
                case Granted:
                    found = ConsentState.Granted;
                    break;
            }
        }

        return found;
    }
}
