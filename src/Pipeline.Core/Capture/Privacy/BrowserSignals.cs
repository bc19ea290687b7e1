namespace Pipeline.Capture.Privacy;

/// <summary>
/// What a browser's headers say about its visitor and about the page; the default value is that of a request that says nothing.
/// </summary>
public readonly record struct BrowserSignals
{
    /// <summary>The <c>Cookie</c> header, any text; null when there is none.</summary>
    public string? CookieHeader { get; init; }

    /// <summary>The <c>Referer</c> header, which names the page when the request itself does not; null when there is none.</summary>
    public string? RefererHeader { get; init; }

    /// <summary>True when the browser sends <c>Sec-GPC: 1</c>: nothing is kept under an id.</summary>
    public bool OptedOut { get; init; }

    /// <summary>True when the browser sends <c>DNT: 1</c>; counts only with <see cref="CaptureOptions.HonourDnt"/>.</summary>
    public bool DoNotTrack { get; init; }

    /// <summary>Signs that a machine sends it (<c>BotDetector.Judge</c>); null for a person.</summary>
    public IReadOnlyList<string>? Automatic { get; init; }
}
