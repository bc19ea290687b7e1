using Pipeline.Capture.Privacy;

namespace Pipeline.Capture.Intake;

/// <summary>What capture made of a decision.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Answer">What the browser is told.</param>
/// <param name="Cookies">What the answer does to the cookies.</param>
public sealed record ConsentOutcome(CaptureStatus Status, ConsentAnswer Answer, CookieChange Cookies = default);
