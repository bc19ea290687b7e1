using Pipeline.Capture.Privacy;

namespace Pipeline.Capture.Intake;

/// <summary>What became of an image request.</summary>
/// <param name="Stored">
/// Ends when it is in the queue; false when the queue did not take it within the time allowed: nobody sends it again, so the loss is
/// counted.
/// </param>
/// <param name="Cookies">What the answer does to the cookies.</param>
public readonly record struct PixelOutcome(Task<bool> Stored, CookieChange Cookies);
