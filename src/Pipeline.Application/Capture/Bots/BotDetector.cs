using Microsoft.Extensions.Options;

namespace Pipeline.Capture.Bots;

/// <summary>Decides whether a machine sent a request, and by which signs. What a machine sends is kept, flagged and never scored.</summary>
/// <param name="crawlers">Known user agents.</param>
/// <param name="options">Whether to look.</param>
public sealed class BotDetector(CrawlerList crawlers, IOptions<BotOptions> options)
{
    /// <summary>Mark of a page that a browser fetched before anybody asked for it.</summary>
    public const string Prefetch = "prefetch";

    /// <summary>Mark of a browser that a program steers.</summary>
    public const string WebDriver = "bot:webdriver";

    /// <summary>Mark of a request without user agent.</summary>
    public const string NoUserAgent = "bot:no-user-agent";

    private const string Crawler = "bot:";

    /// <summary>Mark of events whose browser says that a program steers it; null when nobody looks.</summary>
    public string? SteeredMark => options.Value.DetectBots ? WebDriver : null;

    /// <summary>Judges a request.</summary>
    /// <param name="signals">What the request says of its sender.</param>
    /// <returns>Marks of the events in it, as in <c>bot:googlebot</c>; null when a person seems to have sent it, or nobody looks.</returns>
    public IReadOnlyList<string>? Judge(in BotSignals signals)
    {
        if (!options.Value.DetectBots)
        {
            return null;
        }

        var crawler = string.IsNullOrWhiteSpace(signals.UserAgent) ? NoUserAgent
            : crawlers.Find(signals.UserAgent) is { } name ? Crawler + name
            : null;
        return (crawler, signals.IsPrefetch) switch
        {
            (null, false) => null,
            (null, true) => [Prefetch],
            (_, false) => [crawler],
            _ => [crawler, Prefetch],
        };
    }
}
