using System.Net;

namespace Pipeline.Capture.Bots;

/// <summary>What a request says of its sender.</summary>
/// <param name="UserAgent">The <c>User-Agent</c> header; null when there is none. It is looked at and not kept.</param>
/// <param name="IsPrefetch">True when the browser says that nobody asked for the page yet.</param>
public readonly record struct BotSignals(string? UserAgent, bool IsPrefetch)
{
    /// <summary>The <c>X-Forwarded-For</c> header; null when there is none. It is compared and not kept.</summary>
    public string? ForwardedFor { get; init; }

    /// <summary>Address of the connection; null when unknown. It is compared and not kept.</summary>
    public IPAddress? Remote { get; init; }

    /// <summary>The <c>Cookie</c> header; null when there is none.</summary>
    public string? CookieHeader { get; init; }

    /// <summary>Reads the headers with which browsers tell a prefetch.</summary>
    /// <param name="secPurpose">The <c>Sec-Purpose</c> header, for example <c>prefetch;prerender</c>.</param>
    /// <param name="purpose">The <c>Purpose</c> header of older browsers; <c>prefetch</c> or <c>preview</c>.</param>
    /// <param name="xMoz">The <c>X-Moz</c> header of older Firefox browsers.</param>
    public static bool TellsPrefetch(string? secPurpose, string? purpose, string? xMoz) =>
        Begins(secPurpose, "prefetch") || Begins(purpose, "prefetch") || Begins(purpose, "preview") || Begins(xMoz, "prefetch");

    private static bool Begins(string? header, string word)
    {
        var text = header.AsSpan().TrimStart();
        return text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
            && (text.Length == word.Length || !char.IsAsciiLetterOrDigit(text[word.Length]));
    }
}
