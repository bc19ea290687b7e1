using Pipeline.Capture.Privacy;

namespace Pipeline.Capture.Links;

/// <summary>What became of a request for a tracked link.</summary>
/// <param name="Location">Where to send the visitor; null when there is no such link.</param>
/// <param name="Cookies">What the answer does to the cookies.</param>
public readonly record struct LinkOutcome(string? Location, CookieChange Cookies);
