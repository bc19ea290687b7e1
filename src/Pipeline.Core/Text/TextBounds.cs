namespace Pipeline.Text;

/// <summary>Cleans text that came from outside: no control characters, no broken surrogate pairs, bounded, trimmed.</summary>
public static class TextBounds
{
    /// <summary>
    /// Removes control characters and lone surrogates (tab and line breaks become one space each), trims white space and cuts to
    /// at most <paramref name="maxLength"/> characters without splitting a surrogate pair. Cleaning twice changes nothing.
    /// </summary>
    /// <param name="text">Any text; null stays null.</param>
    /// <param name="maxLength">Longest result in UTF-16 characters; 1 or more.</param>
    /// <returns>The cleaned text, the same instance when there was nothing to do, or null when nothing is left.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxLength"/> is below 1.</exception>
    public static string? Clean(string? text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Length <= maxLength && IsClean(text) && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]))
        {
            return text;
        }

        return CleanSlowly(text, maxLength);
    }

    /// <summary><see cref="Clean(string?, int)"/> for a span; always makes a new string.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxLength">Longest result in UTF-16 characters; 1 or more.</param>
    /// <returns>The cleaned text, or null when nothing is left.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxLength"/> is below 1.</exception>
    public static string? Clean(ReadOnlySpan<char> text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (!IsClean(text))
        {
            return CleanSlowly(text, maxLength);
        }

        var kept = Bound(text.Trim(), maxLength);
        return kept.IsEmpty ? null : kept.ToString();
    }

    /// <summary>True when the text holds no control character and no lone surrogate.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>True when cleaning would at most trim or cut it.</returns>
    public static bool IsClean(ReadOnlySpan<char> text)
    {
        // Most texts are printable ASCII from end to end, which many characters at a time can tell.
        var special = text.IndexOfAnyExceptInRange(' ', '~');
        for (var i = special < 0 ? text.Length : special; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsControl(c))
            {
                return false;
            }

            if (char.IsSurrogate(c))
            {
                if (!IsPair(text, i))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }

    /// <summary>Copies the text without control characters and lone surrogates.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="target">At least as long as <paramref name="text"/>.</param>
    /// <param name="breaksBecomeSpaces">True to write a space for a tab or line break; false to leave them out too.</param>
    /// <returns>Number of characters written.</returns>
    internal static int CopyClean(ReadOnlySpan<char> text, Span<char> target, bool breaksBecomeSpaces)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsControl(c))
            {
                if (breaksBecomeSpaces && c is '\t' or '\n' or '\r')
                {
                    target[length++] = ' ';
                }
            }
            else if (!char.IsSurrogate(c))
            {
                target[length++] = c;
            }
            else if (IsPair(text, i))
            {
                target[length++] = c;
                target[length++] = text[++i];
            }
        }

        return length;
    }

    private static string? CleanSlowly(ReadOnlySpan<char> text, int maxLength)
    {
        // What lies far behind the bound cannot be needed unless the text is mostly control characters; then the rest is noise.
        text = text[..Math.Min(text.Length, Math.Max(maxLength, 1024) * 4)];
        var buffer = System.Buffers.ArrayPool<char>.Shared.Rent(text.Length);
        var length = CopyClean(text, buffer, breaksBecomeSpaces: true);
        var kept = Bound(buffer.AsSpan(0, length).Trim(), maxLength);
        var result = kept.IsEmpty ? null : kept.ToString();
        System.Buffers.ArrayPool<char>.Shared.Return(buffer);
        return result;
    }

    private static ReadOnlySpan<char> Bound(ReadOnlySpan<char> text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var length = char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return text[..length].TrimEnd();
    }

    private static bool IsPair(ReadOnlySpan<char> text, int i) =>
        i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
}
