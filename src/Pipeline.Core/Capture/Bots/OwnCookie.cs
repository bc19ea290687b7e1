namespace Pipeline.Capture.Bots;

/// <summary>
/// The cookie that marks a colleague's browser: name of the visitor cookie + <c>_own</c>, value <c>1</c>, the same in every such browser.
/// Whoever sets it by hand keeps nobody's visits from being counted but their own.
/// </summary>
public static class OwnCookie
{
    /// <summary>What follows the visitor cookie's name.</summary>
    public const string Suffix = "_own";

    /// <summary>Its value.</summary>
    public const string Value = "1";

    /// <summary>True when a browser is marked.</summary>
    /// <param name="header">Value of the <c>Cookie</c> header, any text; may be null.</param>
    /// <param name="cookieName">Name of the visitor cookie.</param>
    public static bool IsSet(string? header, string cookieName)
    {
        foreach (var range in header.AsSpan().Split(';'))
        {
            var pair = header.AsSpan()[range].Trim();
            if (pair.StartsWith(cookieName, StringComparison.Ordinal) && pair[cookieName.Length..] is Suffix + "=" + Value)
            {
                return true;
            }
        }

        return false;
    }
}
