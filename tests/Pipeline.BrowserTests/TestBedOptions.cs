using Microsoft.Playwright;

namespace Pipeline.BrowserTests;

/// <summary>What a test wants different.</summary>
internal sealed record TestBedOptions
{
    /// <summary>Host of the website.</summary>
    public string SiteHost { get; init; } = "www.shop.localhost";

    /// <summary>Host of the collector. By default a sub-domain of the site's, so that its cookie is first party.</summary>
    public string CollectorHost { get; init; } = "data.shop.localhost";

    /// <summary>Whether the site is one of the collector's.</summary>
    public bool KnowsSite { get; init; } = true;

    /// <summary>Options of the browser's context.</summary>
    public BrowserNewContextOptions Context { get; init; } = new();

    /// <summary>Settings of the collector.</summary>
    public Dictionary<string, string?> Settings { get; init; } = [];
}
