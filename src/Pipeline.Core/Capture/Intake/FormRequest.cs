using Pipeline.Capture.Privacy;
using Pipeline.Problems;

namespace Pipeline.Capture.Intake;

/// <summary>A filled form as it came in.</summary>
public sealed record FormRequest
{
    /// <summary>Name of the form, from the route.</summary>
    public required string Form { get; init; }

    /// <summary>Fields in their order, a name possibly more than once; files are left out.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>Faults of the body as a whole, when it could not be read.</summary>
    public IReadOnlyList<Problem> BodyProblems { get; init; } = [];

    /// <summary>
    /// True when the body ended before all of it had arrived; <see cref="Fields"/> are then those of its beginning, the last one maybe cut.
    /// </summary>
    public bool IsBroken { get; init; }

    /// <summary>The body as far as it was read; kept only when it could not be read as fields.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Why the page behind the request may not post; null when it may.</summary>
    public Problem? SiteProblem { get; init; }

    /// <summary>What the headers say about the visitor and the page.</summary>
    public BrowserSignals Signals { get; init; }
}
