namespace Pipeline.Capture.Privacy;

/// <summary>What a request's headers say about its visitor.</summary>
/// <param name="CookieHeader">The <c>Cookie</c> header, any text; null when there is none.</param>
/// <param name="OptedOut">True when the browser sends <c>Sec-GPC: 1</c>.</param>
/// <param name="DoNotTrack">True when the browser sends <c>DNT: 1</c>; counts only with <see cref="CaptureOptions.HonourDnt"/>.</param>
public readonly record struct BrowserSignals(string? CookieHeader, bool OptedOut, bool DoNotTrack);
