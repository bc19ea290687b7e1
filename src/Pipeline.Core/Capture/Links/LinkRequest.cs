using Pipeline.Capture.Privacy;

namespace Pipeline.Capture.Links;

/// <summary>A request for a tracked link.</summary>
public sealed record LinkRequest
{
    /// <summary>Name of the link, from the route; any text.</summary>
    public required string Link { get; init; }

    /// <summary>Lead id that the mail tool inserted (<c>cid</c>); any text, null when there is none.</summary>
    public string? Cid { get; init; }

    /// <summary>The <c>Referer</c> header; null when there is none.</summary>
    public string? RefererHeader { get; init; }

    /// <summary>The <c>Cookie</c> header; null when there is none.</summary>
    public string? CookieHeader { get; init; }

    /// <summary>True when the browser sends <c>Sec-GPC: 1</c>: nothing is stored.</summary>
    public bool OptedOut { get; init; }

    /// <summary>True when the browser sends <c>DNT: 1</c>; counts only with <see cref="CaptureOptions.HonourDnt"/>.</summary>
    public bool DoNotTrack { get; init; }

    internal BrowserSignals Signals => new(CookieHeader, OptedOut, DoNotTrack);

    /// <summary>Signs that a machine sends it (<c>BotDetector.Judge</c>); null for a person.</summary>
    public IReadOnlyList<string>? Automatic { get; init; }
}
