using Pipeline.Capture.Privacy;
using Pipeline.Problems;

namespace Pipeline.Capture.Intake;

/// <summary>What capture made of a request.</summary>
public sealed record CaptureOutcome
{
    /// <summary>What became of it.</summary>
    public required CaptureStatus Status { get; init; }

    /// <summary>What was accepted and rejected.</summary>
    public required CaptureAnswer Answer { get; init; }

    /// <summary>Faults of the request as a whole; empty unless it is unusable or too large.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>Visitor id that the answer's cookie sets; null when it sets none.</summary>
    public string? NewVisitorId { get; init; }

    /// <summary>True when the answer deletes the visitor cookie, because the visitor may not be recognised.</summary>
    public bool ForgetsVisitor { get; init; }

    /// <summary>What the answer does to the cookies.</summary>
    public CookieChange Cookies => new(NewVisitorId, ForgetsVisitor);
}
