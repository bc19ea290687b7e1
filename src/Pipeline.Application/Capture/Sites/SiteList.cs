using Microsoft.Extensions.Options;
using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Problems;

namespace Pipeline.Capture.Sites;

/// <summary>
/// Which pages may post from a browser: those of the collector's own registrable domain (of <c>data.example.org</c> all of
/// <c>example.org</c>) and of <see cref="CaptureOptions.Sites"/>, where <c>www.</c> stands for the name without it too. Pages on the
/// visitor's own machine may while no site is configured, and whenever the collector runs there too. Immutable.
/// </summary>
public sealed class SiteList
{
    /// <summary>
    /// Entry and origin of pages without an origin: files, sandboxed frames, pages with <c>Referrer-Policy: no-referrer</c>.
    /// </summary>
    public const string Opaque = "null";

    private readonly HashSet<Site> _sites = [];
    private readonly bool _allowsOpaque;

    /// <summary>Reads the configured sites.</summary>
    /// <param name="options">Valid settings.</param>
    public SiteList(IOptions<CaptureOptions> options)
    {
        foreach (var entry in options.Value.Sites)
        {
            if (entry == Opaque)
            {
                _allowsOpaque = true;
            }
            else if (TryParse(entry, out var site))
            {
                _sites.Add(site);
                _sites.Add(site with { Host = HostName.WithoutWww(site.Host).ToString() });
            }
        }
    }

    /// <summary>Hosts of the configured sites.</summary>
    /// <param name="options">Valid settings.</param>
    /// <returns>Each once, in lower case and ASCII, without ports.</returns>
    public static IReadOnlyList<string> HostsOf(CaptureOptions options) =>
        [.. options.Sites.Select(entry => TryParse(entry, out var site) ? site.Host : null)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)];

    /// <summary>Decides on the page behind a request.</summary>
    /// <param name="origin">The <c>Origin</c> header, any text; null or empty when there is none, as in requests that no page's script or
    /// form sent.</param>
    /// <param name="ownHost">Host and port that the request was sent to.</param>
    /// <returns>Whether it may, and how its origin is spelt in an answer.</returns>
    public SiteDecision Decide(string? origin, string? ownHost)
    {
        if (string.IsNullOrEmpty(origin))
        {
            return default;
        }

        if (origin == Opaque)
        {
            return new SiteDecision(Opaque, _allowsOpaque ? null : Unknown("a page without an origin", Opaque));
        }

        if (!Site.TryParseOrigin(origin, out var page))
        {
            return new SiteDecision(null, Unknown("a page of no web site", "its origin"));
        }

        var name = page.ToString();
        return new SiteDecision(name, Allows(page, ownHost) ? null : Unknown(name, name));
    }

    internal static bool IsValid(string? entry) => entry == Opaque || TryParse(entry, out _);

    private static bool TryParse(string? entry, out Site site) =>
        Site.TryParseOrigin(entry, out site) || Site.TryParseHost(entry, scheme: null, out site);

    private bool Allows(Site page, string? ownHost)
    {
        var knowsOwn = Site.TryParseHost(ownHost, page.Scheme, out var own);
        return (knowsOwn && (own == page || PublicSuffixes.AreRelated(own.Host, page.Host)))
            || (page.IsLoopback && (_sites.Count == 0 || (knowsOwn && own.IsLoopback)))
            || _sites.Contains(page)
            || _sites.Contains(page with { Scheme = null })
            || _sites.Contains(new Site(null, page.Host, null));
    }

    private static Problem Unknown(string page, string entry) => new(
        Problem.UnknownSite, "Origin", $"names {page}, which is no configured site; add {entry} to the setting "
            + $"{CaptureOptions.Section}:{nameof(CaptureOptions.Sites)} if it is yours.");
}
