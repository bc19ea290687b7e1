namespace Pipeline.Capture.Intake;

/// <summary>What became of a request.</summary>
public enum CaptureStatus
{
    /// <summary>It was read; the answer tells what was accepted.</summary>
    Read = 0,

    /// <summary>As a whole it cannot be used.</summary>
    Unusable = 1,

    /// <summary>It is longer or holds more events than allowed.</summary>
    TooLarge = 2,

    /// <summary>Nothing could be stored just now; the same request may be sent again.</summary>
    Unavailable = 3,

    /// <summary>The page behind it is on no configured site.</summary>
    Forbidden = 4,
}
