using Microsoft.Extensions.Options;

namespace Pipeline.Capture.Bots;

/// <summary>
/// Decides whether a machine or a colleague sent a request, and by which signs. What they send is kept, flagged and never scored.
/// </summary>
/// <param name="crawlers">Known user agents.</param>
/// <param name="options">Whether to look for machines, and where colleagues are.</param>
/// <param name="capture">Name of the cookies.</param>
public sealed class BotDetector(CrawlerList crawlers, IOptions<BotOptions> options, IOptions<CaptureOptions> capture)
{
    /// <summary>Mark of a request from one of the own addresses.</summary>
    public const string OwnAddress = "own:address";

    /// <summary>Mark of a request of a browser that a colleague marked.</summary>
    public const string OwnBrowser = "own:browser";

    /// <summary>Mark of a page that a browser fetched before anybody asked for it.</summary>
    public const string Prefetch = "prefetch";

    /// <summary>Mark of a browser that a program steers.</summary>
    public const string WebDriver = "bot:webdriver";

    /// <summary>Mark of a request without user agent.</summary>
    public const string NoUserAgent = "bot:no-user-agent";

    private const string Crawler = "bot:";

    private readonly OwnNetworks _own = new(options.Value.OwnAddresses);

    /// <summary>Mark of events whose browser says that a program steers it; null when nobody looks.</summary>
    public string? SteeredMark => options.Value.DetectBots ? WebDriver : null;

    /// <summary>Judges a request.</summary>
    /// <param name="signals">What the request says of its sender.</param>
    /// <returns>Marks of the events in it, as in <c>bot:googlebot</c>; null when a customer seems to have sent it.</returns>
    public IReadOnlyList<string>? Judge(in BotSignals signals)
    {
        var own = _own.Contain(signals.ForwardedFor, signals.Remote) ? OwnAddress
            : options.Value.OwnSecret is not null && OwnCookie.IsSet(signals.CookieHeader, capture.Value.CookieName) ? OwnBrowser
            : null;
        if (!options.Value.DetectBots)
        {
            return own is null ? null : [own];
        }

        var crawler = string.IsNullOrWhiteSpace(signals.UserAgent) ? NoUserAgent
            : crawlers.Find(signals.UserAgent) is { } name ? Crawler + name
            : null;
        return (crawler, signals.IsPrefetch, own) is (null, false, null)
            ? null
            : [.. new[] { crawler, signals.IsPrefetch ? Prefetch : null, own }.OfType<string>()];
    }
}
