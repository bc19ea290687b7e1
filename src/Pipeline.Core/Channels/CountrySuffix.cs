namespace Pipeline.Channels;

/// <summary>
/// The endings that <c>name.*</c> stands for: <c>com</c>, <c>cat</c>, <c>de</c>, <c>co.uk</c>, <c>com.tr</c> …, but not
/// <c>com.evil.test</c>.
/// </summary>
internal static class CountrySuffix
{
    /// <summary>Where the ending begins.</summary>
    /// <param name="host">Host name, any case.</param>
    /// <returns>Index of its first character; −1 when the host does not end in one or is nothing else.</returns>
    public static int Start(ReadOnlySpan<char> host)
    {
        var last = host.LastIndexOf('.');
        if (last <= 0)
        {
            return -1;
        }

        var top = host[(last + 1)..];
        if (top.Equals("com", StringComparison.OrdinalIgnoreCase) || top.Equals("cat", StringComparison.OrdinalIgnoreCase))
        {
            return last + 1;
        }

        if (top.Length != 2 || !char.IsAsciiLetter(top[0]) || !char.IsAsciiLetter(top[1]))
        {
            return -1;
        }

        var before = host[..last].LastIndexOf('.');
        return before > 0 && IsSecondLevel(host[(before + 1)..last]) ? before + 1 : last + 1;
    }

    private static bool IsSecondLevel(ReadOnlySpan<char> label)
    {
        foreach (var known in (ReadOnlySpan<string>)["co", "com", "net", "org", "ne", "or"])
        {
            if (label.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
