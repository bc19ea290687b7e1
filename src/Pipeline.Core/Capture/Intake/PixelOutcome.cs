using Pipeline.Capture.Privacy;

namespace Pipeline.Capture.Intake;

/// <summary>What became of an image request.</summary>
/// <param name="IsStored">False when the queue did not take it within the time allowed: nobody sends it again, so the loss is counted.</param>
/// <param name="Cookies">What the answer does to the cookies.</param>
public readonly record struct PixelOutcome(bool IsStored, CookieChange Cookies);
