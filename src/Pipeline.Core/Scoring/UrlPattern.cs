namespace Pipeline.Scoring;

/// <summary>Patterns with <c>*</c> for any characters (also none), ignoring letter case.</summary>
internal static class UrlPattern
{
    /// <summary>
    /// Path of an address: from the first slash after the host, without query, fragment and trailing slash; at least "/".
    /// </summary>
    /// <param name="url">Address, absolute or only a path; null or empty has no path.</param>
    public static ReadOnlySpan<char> PathOf(string? url)
    {
        if (string.IsNullOrEmpty(url))
        {
            return [];
        }

        var rest = url.AsSpan();
        var scheme = rest.IndexOf("://", StringComparison.Ordinal);
        var firstMark = rest.IndexOfAny('/', '?', '#');
        if (scheme >= 0 && scheme + 1 == firstMark)
        {
            rest = rest[(scheme + 3)..];
            var slash = rest.IndexOfAny('/', '?', '#');
            rest = slash >= 0 && rest[slash] == '/' ? rest[slash..] : "/";
        }

        var end = rest.IndexOfAny('?', '#');
        return TrimSlash(end >= 0 ? rest[..end] : rest);
    }

    /// <summary>Tells whether a path fits a pattern. A trailing slash does not matter on either side.</summary>
    /// <param name="pattern">Pattern as written in the rules.</param>
    /// <param name="path">Result of <see cref="PathOf"/>.</param>
    public static bool FitsPath(string pattern, ReadOnlySpan<char> path) => !path.IsEmpty && Fits(TrimSlash(pattern), path);

    /// <summary>Tells whether a whole text fits a pattern.</summary>
    /// <param name="pattern">Pattern; only <c>*</c> is special.</param>
    /// <param name="text">Text to test.</param>
    public static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0, t = 0, star = -1, retry = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                retry = t;
            }
            else if (p < pattern.Length && char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++retry;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }

    private static ReadOnlySpan<char> TrimSlash(ReadOnlySpan<char> path) =>
        path.Length > 1 && path[^1] == '/' ? path[..^1] : path;
}
