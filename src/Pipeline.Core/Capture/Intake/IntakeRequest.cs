using Pipeline.Capture.Privacy;
using Pipeline.Problems;

namespace Pipeline.Capture.Intake;

/// <summary>A batch of events as it came in.</summary>
public readonly record struct IntakeRequest
{
    /// <summary>Who sends it.</summary>
    public required IntakeMode Mode { get; init; }

    /// <summary>The body as far as it was read; the memory is needed until the handler's task ends.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// True when the body is longer than <see cref="CaptureOptions.MaxBodyBytes"/>; <see cref="Body"/> is then its beginning.
    /// </summary>
    public bool IsTooLarge { get; init; }

    /// <summary>
    /// True when the body ended before all of it had arrived; <see cref="Body"/> is then its beginning, and is not taken.
    /// </summary>
    public bool IsBroken { get; init; }

    /// <summary>Why the page behind the request may not post; null when it may.</summary>
    public Problem? SiteProblem { get; init; }

    /// <summary>Mark of a batch whose browser says that a program steers it; null when nobody looks for machines.</summary>
    public string? SteeredMark { get; init; }

    /// <summary>What the headers say about the visitor and the page.</summary>
    public BrowserSignals Signals { get; init; }
}
