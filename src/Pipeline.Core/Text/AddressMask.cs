namespace Pipeline.Text;

/// <summary>Takes out of a page address what may name or let in a person: addresses of people, tokens and passwords.</summary>
internal static class AddressMask
{
    /// <summary>What stands in their place.</summary>
    public const string Masked = "masked";

    private static readonly string[] SecretEndings = ["email", "e-mail", "token", "password", "passwd"];

    /// <summary>Masks an address as it was clicked, without changing anything else of it.</summary>
    /// <param name="address">Any text; what is no web address stays as it is.</param>
    public static string OfAddress(string address)
    {
        return address.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? OfAny(address) : address;
    }

    /// <summary>Masks what should be a web address and may be none: relative, or of another scheme.</summary>
    /// <param name="address">Any text.</param>
    public static string OfAny(string address)
    {
        var hash = address.IndexOf('#', StringComparison.Ordinal);
        var masked = OfParts(WithoutCredentials(hash < 0 ? address : address[..hash]));

        if (hash < 0)
        {
            return masked;
        }

        // Parameters stand behind the hash too, alone or behind a route.
        var fragment = address[(hash + 1)..];
        var isAlone = fragment.Contains('=', StringComparison.Ordinal) && !fragment.Contains('?', StringComparison.Ordinal);
        return $"{masked}#{(isAlone ? OfParts("?" + fragment)[1..] : OfParts(fragment))}";
    }

    private static string OfParts(string address)
    {
        var query = address.IndexOf('?', StringComparison.Ordinal);
        var path = OfPath(query < 0 ? address : address.AsSpan(0, query));
        return query < 0
            ? path.ToString()
            : $"{path}?{string.Join('&', address[(query + 1)..].Split('&').Select(piece => OfParameter(piece).ToString()))}";
    }

    private static string WithoutCredentials(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
        {
            return address;
        }

        var end = address.AsSpan(start).IndexOfAny('/', '?');
        var at = (end < 0 ? address.AsSpan(start) : address.AsSpan(start, end)).LastIndexOf('@');
        return at < 0 ? address : string.Concat(address.AsSpan(0, start), address.AsSpan(start + at + 1));
    }

    /// <summary>Masks one parameter of a query.</summary>
    /// <param name="piece">Parameter as it stands in the query.</param>
    /// <returns>The same, or with another value.</returns>
    public static ReadOnlySpan<char> OfParameter(ReadOnlySpan<char> piece)
    {
        var equals = piece.IndexOf('=');
        if (equals < 0)
        {
            return HoldsAddress(piece) ? Masked : piece;
        }

        var value = piece[(equals + 1)..];
        var name = piece[..equals];
        return HoldsAddress(name) ? $"{Masked}={Masked}"
            : HoldsAddress(value) || (IsSecret(name) && !value.IsEmpty) ? $"{name}={Masked}"
            : piece;
    }

    /// <summary>Masks the segments of a path that are addresses of people.</summary>
    /// <param name="path">Path as it stands in the address.</param>
    public static ReadOnlySpan<char> OfPath(ReadOnlySpan<char> path) =>
        HoldsAddress(path)
            ? string.Join('/', path.ToString().Split('/').Select(segment => HoldsAddress(segment) ? Masked : segment))
            : path;

    /// <summary>True when the text holds an e-mail address, percent-encoded once or twice or not at all.</summary>
    /// <param name="text">Text as it stands in the address.</param>
    public static bool HoldsAddress(ReadOnlySpan<char> text)
    {
        while (FindAt(text, out var length) is >= 0 and var at)
        {
            if (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]) && IsDomain(text[(at + length)..]))
            {
                return true;
            }

            text = text[(at + length)..];
        }

        return false;
    }

    private static bool IsSecret(ReadOnlySpan<char> name)
    {
        foreach (var ending in SecretEndings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static int FindAt(ReadOnlySpan<char> text, out int length)
    {
        var at = text.IndexOfAny('@', '%');
        while (at >= 0)
        {
            length = text[at] == '@' ? 1
                : text[at..].StartsWith("%40", StringComparison.Ordinal) ? 3
                : text[at..].StartsWith("%2540", StringComparison.Ordinal) ? 5
                : 0;
            if (length > 0)
            {
                return at;
            }

            var next = text[(at + 1)..].IndexOfAny('@', '%');
            at = next < 0 ? -1 : at + 1 + next;
        }

        length = 0;
        return -1;
    }

    // Letters, digits and hyphens with a dot before an ending of two letters or more.
    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '.' or '-'))
        {
            length++;
        }

        var domain = text[..length].TrimEnd('.');
        var dot = domain.LastIndexOf('.');
        return dot > 0 && domain.Length - dot > 2 && !domain[(dot + 1)..].ContainsAnyExceptInRange('A', 'z');
    }
}
