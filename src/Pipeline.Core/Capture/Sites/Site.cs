using System.Globalization;
using System.Net;
using Pipeline.Events;

namespace Pipeline.Capture.Sites;

// A web origin, or a host on any scheme and port, in its one spelling.
internal readonly record struct Site(string? Scheme, string Host, int? Port)
{
    private static ReadOnlySpan<char> NoHostCharacters => "/\\?#@ \t*";

    public bool IsLoopback =>
        Host == "localhost"
        || Host.EndsWith(".localhost", StringComparison.Ordinal)
        || (IPAddress.TryParse(Host.AsSpan().Trim("[]"), out var address) && IPAddress.IsLoopback(address));

    // "scheme://host" or "scheme://host:port", as browsers write an origin.
    public static bool TryParseOrigin(ReadOnlySpan<char> text, out Site site)
    {
        site = default;
        var end = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = end < 0 ? [] : text[..end];
        string? known = scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? "https"
            : scheme.Equals("http", StringComparison.OrdinalIgnoreCase) ? "http"
            : null;
        return known is not null && TryParseHost(text[(end + 3)..], known, out site);
    }

    // "host" or "host:port", as in a Host header.
    public static bool TryParseHost(ReadOnlySpan<char> text, string? scheme, out Site site)
    {
        site = default;
        Span<char> buffer = stackalloc char[HostName.MaxLength];
        if (text.IndexOfAny(NoHostCharacters) >= 0
            || !HostName.TrySplit(text, out var host, out var port)
            || !HostName.TryNormalize(host, buffer, out var length))
        {
            return false;
        }

        var isDefault = (scheme, port) is (_, -1) or ("https", 443) or ("http", 80);
        site = new Site(scheme, buffer[..length].ToString(), isDefault ? null : port);
        return true;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Scheme}{(Scheme is null ? "" : "://")}{Host}{(Port is null ? "" : ":")}{Port}");
}
