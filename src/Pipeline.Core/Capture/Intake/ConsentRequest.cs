using Pipeline.Capture.Privacy;
using Pipeline.Problems;

namespace Pipeline.Capture.Intake;

/// <summary>A visitor's decision as it came in.</summary>
public readonly record struct ConsentRequest
{
    /// <summary>The body as far as it was read; the memory is needed until the handler's task ends.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>True when the body is longer than <see cref="CaptureOptions.MaxBodyBytes"/>.</summary>
    public bool IsTooLarge { get; init; }

    /// <summary>
    /// True when the body ended before all of it had arrived; <see cref="Body"/> is then its beginning, and is not taken.
    /// </summary>
    public bool IsBroken { get; init; }

    /// <summary>What the headers say about the visitor and the page.</summary>
    public BrowserSignals Signals { get; init; }

    /// <summary>Why the page behind the request may not post; null when it may.</summary>
    public Problem? SiteProblem { get; init; }
}
