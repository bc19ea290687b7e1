namespace Pipeline.Events;

/// <summary>
/// What mode <see cref="CaptureMode.Measure"/> does to an event of a visitor: it carries the mode, and the e-mail address and the form's
/// fields, for which audience measurement has no use, are left out before they are stored anywhere.
/// </summary>
public static class Measurement
{
    /// <summary>Applies a mode.</summary>
    /// <param name="captured">Any event. One without a visitor is nobody's measurement and stays as it is.</param>
    /// <param name="mode">Mode that is set.</param>
    public static CapturedEvent Apply(CapturedEvent captured, CaptureMode mode) =>
        mode == CaptureMode.Identify || captured.VisitorId is null
            ? captured
            : captured with { Mode = mode, Email = null, Fields = null };
}
