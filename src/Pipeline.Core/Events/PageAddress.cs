using System.Buffers;
using System.Globalization;
using Pipeline.Text;

namespace Pipeline.Events;

/// <summary>
/// A page address in its one spelling, and the campaign that stood in it. Scheme and host are lower case, international hosts ASCII;
/// credentials, default port, fragment (hash routes too), campaign parameters, which count in the fragment as well, click ids and other
/// tracking ids are taken out; addresses of people and the values of <c>email=</c>, <c>token=</c> and the like are masked; percent-encoding
/// is uniform; the other parameters keep their order. Normalising twice changes nothing.
/// </summary>
public sealed class PageAddress
{
    /// <summary>Longest normalised address in characters. Parameters that would go beyond it are left out, a longer path is cut.</summary>
    public const int MaxLength = 2048;

    /// <summary>Longest campaign value in characters; longer ones are cut.</summary>
    public const int MaxCampaignLength = 200;

    /// <summary>Longest click id value in characters; longer ones are cut.</summary>
    public const int MaxClickIdLength = 500;

    private const int MaxInput = 32768;
    private const string AndroidScheme = "android-app://";
    private readonly int _hostStart;
    private readonly int _hostLength;
    private readonly int _pathStart;
    private readonly int _pathLength;
    private string? _host;

    private PageAddress(string url, Range host, Range path, CampaignParameters? campaign)
    {
        Url = url;
        Campaign = campaign;
        (_hostStart, _hostLength) = host.GetOffsetAndLength(url.Length);
        (_pathStart, _pathLength) = path.GetOffsetAndLength(url.Length);
    }

    /// <summary>The normalised absolute http or https address; at most <see cref="MaxLength"/> characters, ASCII only.</summary>
    public string Url { get; }

    /// <summary>Campaign parameters and click id of the address; null when it had none.</summary>
    public CampaignParameters? Campaign { get; }

    /// <summary>Host, lower case and ASCII, without port; with its leading <c>www.</c> if it has one.</summary>
    public string Host => _host ??= Url.Substring(_hostStart, _hostLength);

    /// <summary>Host without one leading <c>www.</c>.</summary>
    public ReadOnlySpan<char> HostWithoutWww => HostName.WithoutWww(Url.AsSpan(_hostStart, _hostLength));

    /// <summary>Path, from its first slash up to the query; at least <c>/</c>.</summary>
    public ReadOnlySpan<char> Path => Url.AsSpan(_pathStart, _pathLength);

    /// <summary>Reads an address. Never throws.</summary>
    /// <param name="text">Any text. White space around it and control characters in it are ignored, as browsers do.</param>
    /// <returns>The address, or null when the text is no absolute http or https address.</returns>
    public static PageAddress? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // Rented, because memory of the stack would be cleared first.
        var buffer = ArrayPool<char>.Shared.Rent(MaxLength);
        var address = Parse(text, buffer.AsSpan(0, MaxLength));
        ArrayPool<char>.Shared.Return(buffer);
        return address;
    }

    /// <summary>Normalises the address of a referring page; also keeps apps (<c>android-app://package</c>). Never throws.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The normalised address without campaign parameters, or null when it is none.</returns>
    public static string? NormalizeReferrer(string? text)
    {
        if (text is null || !text.AsSpan().TrimStart().StartsWith(AndroidScheme, StringComparison.OrdinalIgnoreCase))
        {
            return Parse(text)?.Url;
        }

        Span<char> buffer = stackalloc char[HostName.MaxLength];
        var package = HostName.OfReferrer(text, buffer);
        return package.IsEmpty ? null : string.Concat(AndroidScheme, package);
    }

    private static PageAddress? Parse(string text, Span<char> buffer)
    {
        var span = text.AsSpan(0, Math.Min(text.Length, MaxInput));
        if (TextBounds.IsClean(span))
        {
            return ParseClean(span.Trim(), text, buffer);
        }

        var clean = ArrayPool<char>.Shared.Rent(span.Length);
        var length = TextBounds.CopyClean(span, clean, breaksBecomeSpaces: false);
        var address = ParseClean(clean.AsSpan(0, length).Trim(), text, buffer);
        ArrayPool<char>.Shared.Return(clean);
        return address;
    }

    private static PageAddress? ParseClean(ReadOnlySpan<char> text, string original, Span<char> buffer)
    {
        var scheme = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https://"
            : text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http://"
            : null;
        if (scheme is null)
        {
            return null;
        }

        var rest = text[scheme.Length..];
        var fragmentStart = rest.IndexOf('#');
        var fragment = fragmentStart < 0 ? [] : rest[(fragmentStart + 1)..];
        rest = fragmentStart < 0 ? rest : rest[..fragmentStart];
        var authorityEnd = rest.IndexOfAny(@"/\?");
        authorityEnd = authorityEnd < 0 ? rest.Length : authorityEnd;
        scheme.CopyTo(buffer);
        var hostStart = scheme.Length;
        if (!HostName.TrySplit(rest[..authorityEnd], out var rawHost, out var port)
            || !HostName.TryNormalize(rawHost, buffer[hostStart..], out var hostLength))
        {
            return null;
        }

        var length = hostStart + hostLength;
        if (port >= 0 && port != (scheme.Length == 8 ? 443 : 80))
        {
            buffer[length++] = ':';
            _ = port.TryFormat(buffer[length..], out var digits, provider: CultureInfo.InvariantCulture);
            length += digits;
        }

        rest = rest[authorityEnd..];
        var queryStart = rest.IndexOf('?');
        var rawPath = queryStart < 0 ? rest : rest[..queryStart];
        var fits = PercentEncoding.TryNormalize(rawPath.IsEmpty ? "/" : rawPath, isQuery: false, buffer[length..], out var pathLength);
        pathLength = Mask(buffer.Slice(length, pathLength));
        var path = length..(length + pathLength);
        length += pathLength;

        var campaign = default(CampaignReader);
        if (queryStart >= 0)
        {
            length += ReadQuery(rest[(queryStart + 1)..], fits ? buffer[length..] : [], ref campaign);
        }

        // Links for pages that may not see a query carry their campaign in the fragment, alone or behind a route.
        if (fragment.Contains('=') && campaign.ToParameters() is null)
        {
            ReadQuery(fragment[(fragment.LastIndexOf('?') + 1)..], [], ref campaign);
        }

        var normalized = buffer[..length];
        var url = normalized.SequenceEqual(original) ? original : normalized.ToString();
        return new PageAddress(url, hostStart..(hostStart + hostLength), path, campaign.ToParameters());
    }

    // What is masked is told by the one spelling; a mask is never longer than what it replaces in a path.
    private static int Mask(Span<char> path)
    {
        if (!AddressMask.HoldsAddress(path))
        {
            return path.Length;
        }

        var masked = AddressMask.OfPath(path);
        masked.CopyTo(path);
        return masked.Length;
    }

    private static bool TryWrite(ReadOnlySpan<char> parameter, Span<char> target, out int written)
    {
        if (!PercentEncoding.TryNormalize(parameter, isQuery: true, target, out written))
        {
            return false;
        }

        var plain = target[..written];
        var masked = AddressMask.OfParameter(plain);
        if (masked.Overlaps(plain))
        {
            return true;
        }

        written = masked.Length;
        return masked.TryCopyTo(target);
    }

    private static int ReadQuery(ReadOnlySpan<char> query, Span<char> target, ref CampaignReader campaign)
    {
        var length = 0;
        foreach (var range in query.Split('&'))
        {
            var piece = query[range];
            if (piece.IsEmpty)
            {
                continue;
            }

            var equals = piece.IndexOf('=');
            var kind = TrackedParameters.Find(equals < 0 ? piece : piece[..equals], out var clickId);
            if (kind != TrackedParameter.None)
            {
                campaign.Take(kind, clickId, equals < 0 ? [] : piece[(equals + 1)..]);
                continue;
            }

            // A parameter is kept whole or not at all: a cut name could read as another parameter.
            if (length < target.Length && TryWrite(piece, target[(length + 1)..], out var written))
            {
                target[length] = length == 0 ? '?' : '&';
                length += written + 1;
            }
            else
            {
                target = target[..length];
            }
        }

        return length;
    }
}
