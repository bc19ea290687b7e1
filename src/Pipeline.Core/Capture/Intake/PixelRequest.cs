using Pipeline.Capture.Privacy;
using Pipeline.Problems;

namespace Pipeline.Capture.Intake;

/// <summary>A page view told by an image request.</summary>
public readonly record struct PixelRequest
{
    /// <summary>Address of the page (<c>url</c>); null when the query has none.</summary>
    public string? Url { get; init; }

    /// <summary>Address of the referring page (<c>ref</c>); null when the query has none.</summary>
    public string? Referrer { get; init; }

    /// <summary>Page title (<c>title</c>); null when the query has none.</summary>
    public string? Title { get; init; }

    /// <summary>Event id (<c>id</c>); null when the query has none.</summary>
    public string? Id { get; init; }

    /// <summary>The query string as received, kept if the input is rejected.</summary>
    public string? Query { get; init; }

    /// <summary>The <c>Referer</c> header, which names the page when the query does not; null when there is none.</summary>
    public string? RefererHeader { get; init; }

    /// <summary>The <c>Cookie</c> header; null when there is none.</summary>
    public string? CookieHeader { get; init; }

    /// <summary>True when the browser sends <c>Sec-GPC: 1</c>: the page view is nobody's.</summary>
    public bool OptedOut { get; init; }

    /// <summary>True when the browser sends <c>DNT: 1</c>; counts only with <see cref="CaptureOptions.HonourDnt"/>.</summary>
    public bool DoNotTrack { get; init; }

    /// <summary>Why the page behind the request may not post; null when it may.</summary>
    public Problem? SiteProblem { get; init; }

    /// <summary>Signs that a machine sends it (<c>BotDetector.Judge</c>); null for a person.</summary>
    public IReadOnlyList<string>? Automatic { get; init; }

    internal BrowserSignals Signals => new(CookieHeader, OptedOut, DoNotTrack);
}
