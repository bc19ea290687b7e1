using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Events;

/// <summary>Host names of addresses: one spelling each, and comparing them.</summary>
public static class HostName
{
    /// <summary>Longest host name in characters, without a trailing dot.</summary>
    public const int MaxLength = 253;

    private static readonly SearchValues<char> HostChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-._");
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>The host without one leading <c>www.</c>; case is kept.</summary>
    /// <param name="host">Host name.</param>
    /// <returns>Part of <paramref name="host"/>; all of it when it does not start with <c>www.</c>.</returns>
    public static ReadOnlySpan<char> WithoutWww(ReadOnlySpan<char> host) =>
        host.Length > 4 && host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;

    /// <summary>The host of an address in ASCII.</summary>
    /// <param name="address">Absolute address.</param>
    /// <returns>Null when no international name is spelt so; <see cref="Uri"/> takes such a host, and throws when it is asked how it is
    /// spelt.</returns>
    public static string? Of(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        try
        {
            return address.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    /// <summary>True when both are the same site, ignoring case, one leading <c>www.</c> and a trailing dot.</summary>
    /// <param name="left">Host name.</param>
    /// <param name="right">Host name.</param>
    /// <returns>False when either is empty.</returns>
    public static bool IsSameSite(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = WithoutWww(left.TrimEnd('.'));
        right = WithoutWww(right.TrimEnd('.'));
        return !left.IsEmpty && left.Equals(right, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Writes the host in lower case, international names in ASCII, percent-encoding decoded, trailing dots left out,
    /// IPv6 addresses in their shortest form and in brackets.
    /// </summary>
    /// <param name="host">Host as it stands in an address, without port.</param>
    /// <param name="target">At least <see cref="MaxLength"/> characters.</param>
    /// <param name="length">Number of characters written.</param>
    /// <returns>False when it is no host name.</returns>
    internal static bool TryNormalize(ReadOnlySpan<char> host, Span<char> target, out int length)
    {
        length = 0;
        if (host.Length > MaxLength * 12)
        {
            return false;
        }

        if (host.StartsWith('['))
        {
            return TryNormalizeIPv6(host, target, out length);
        }

        if (Ascii.IsValid(host) && !host.Contains('%'))
        {
            return TryLower(host, target, out length);
        }

        var text = host.Contains('%') ? Uri.UnescapeDataString(host) : host.ToString();
        return TryGetAscii(text, out var ascii) && TryLower(ascii, target, out length);
    }

    /// <summary>The host of a referrer: of an absolute address of any scheme, or a bare host name with a dot.</summary>
    /// <param name="referrer">Address as the browser sent it, or anything else.</param>
    /// <param name="buffer">At least <see cref="MaxLength"/> characters; holds the result.</param>
    /// <returns>The normalised host; empty when there is none.</returns>
    internal static ReadOnlySpan<char> OfReferrer(ReadOnlySpan<char> referrer, Span<char> buffer)
    {
        referrer = referrer.Trim();
        var scheme = referrer.IndexOf("://", StringComparison.Ordinal);
        var hasScheme = scheme > 0 && referrer[..scheme].IndexOfAny("/?#@") < 0;
        var rest = hasScheme ? referrer[(scheme + 3)..] : referrer;
        var end = rest.IndexOfAny(@"/\?#");
        var authority = end < 0 ? rest : rest[..end];
        return TrySplit(authority, out var host, out _)
            && TryNormalize(host, buffer, out var length)
            && (hasScheme || buffer[..length].Contains('.'))
                ? buffer[..length]
                : [];
    }

    /// <summary>Takes an authority apart; credentials are left out.</summary>
    /// <param name="authority">What stands between <c>://</c> and the path.</param>
    /// <param name="host">Host, IPv6 addresses with their brackets.</param>
    /// <param name="port">0 to 65,535; −1 when there is none.</param>
    /// <returns>False when the port is no port.</returns>
    internal static bool TrySplit(ReadOnlySpan<char> authority, out ReadOnlySpan<char> host, out int port)
    {
        port = -1;
        host = authority[(authority.LastIndexOf('@') + 1)..];
        var hostEnd = host.StartsWith('[') ? host.IndexOf(']') + 1 : host.IndexOf(':');
        if (hostEnd < 0)
        {
            return true;
        }

        var rest = host[hostEnd..];
        host = host[..hostEnd];
        if (rest is "" or ":")
        {
            return true;
        }

        return rest[0] == ':'
            && int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port <= 65535;
    }

    private static bool TryLower(ReadOnlySpan<char> host, Span<char> target, out int length)
    {
        host = host.TrimEnd('.');
        length = host.Length;
        if (length is 0 or > MaxLength)
        {
            return false;
        }

        _ = Ascii.ToLower(host, target, out _);
        var lower = target[..length];
        return lower.IndexOfAnyExcept(HostChars) < 0 && lower[0] != '.' && lower.IndexOf("..", StringComparison.Ordinal) < 0;
    }

    private static bool TryGetAscii(string text, out string ascii)
    {
        ascii = "";
        try
        {
            ascii = Idn.GetAscii(text.TrimEnd('.'));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool TryNormalizeIPv6(ReadOnlySpan<char> host, Span<char> target, out int length)
    {
        length = 0;
        if (!host.EndsWith(']')
            || host.Contains('%')
            || !IPAddress.TryParse(host[1..^1], out var address)
            || address.AddressFamily != AddressFamily.InterNetworkV6
            || !address.TryFormat(target[1..], out var written))
        {
            return false;
        }

        target[0] = '[';
        target[written + 1] = ']';
        length = written + 2;
        return true;
    }
}
