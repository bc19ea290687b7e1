using System.Security.Cryptography;
using System.Text;
using Pipeline.Records;

namespace Pipeline.Events;

/// <summary>
/// Decides which visitor a request belongs to. A valid cookie wins; else the id follows from the browser's own random candidate, so that
/// parallel first requests and retries meet in one visitor; else it is new.
/// </summary>
public static class VisitorIds
{
    /// <summary>Characters of a visitor id.</summary>
    public const int Length = 26;

    /// <summary>Longest candidate, in characters.</summary>
    public const int MaxCandidateLength = 128;

    /// <summary>How long the visitor cookie lives: 13 months, counted from its first setting and never extended.</summary>
    public static readonly TimeSpan CookieLifetime = TimeSpan.FromDays(395);

    /// <summary>Tells whether a text has the form of a visitor id.</summary>
    /// <param name="text">Any text.</param>
    public static bool IsValid(ReadOnlySpan<char> text) => Base32.IsValid(text, Length);

    /// <summary>The visitor id of a candidate.</summary>
    /// <param name="candidate">Random text that the browser made and keeps.</param>
    public static string FromCandidate(string candidate)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(candidate), hash);
        return Base32.Encode(hash, Length);
    }

    /// <summary>Decides the visitor of a request.</summary>
    /// <param name="cookie">Visitor id of the cookie; null when there is no valid one.</param>
    /// <param name="candidate">The browser's candidate; null or empty when it sent none.</param>
    /// <param name="ids">Makes the id of a browser without both.</param>
    public static VisitorDecision Decide(string? cookie, string? candidate, IIdGenerator ids)
    {
        if (cookie is not null)
        {
            return new VisitorDecision(cookie, IsNew: false);
        }

        var id = string.IsNullOrEmpty(candidate) ? ids.NewId() : FromCandidate(candidate);
        return new VisitorDecision(id, IsNew: true);
    }

    /// <summary>Finds the visitor id in a request's cookies.</summary>
    /// <param name="header">Value of the <c>Cookie</c> header, any text; may be null.</param>
    /// <param name="cookieName">Name of the visitor cookie.</param>
    /// <returns>The first value of that name that has the form of a visitor id; null when there is none.</returns>
    public static string? FromCookieHeader(string? header, string cookieName)
    {
        var rest = header.AsSpan();
        while (rest.Length > 0)
        {
            var end = rest.IndexOf(';');
            var pair = (end < 0 ? rest : rest[..end]).Trim();
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (pair.Length == cookieName.Length + 1 + Length
                && pair[cookieName.Length] == '='
                && pair.StartsWith(cookieName, StringComparison.Ordinal)
                && IsValid(pair[^Length..]))
            {
                return pair[^Length..].ToString();
            }
        }

        return null;
    }
}
