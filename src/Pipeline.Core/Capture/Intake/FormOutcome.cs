using Pipeline.Capture.Privacy;
using Pipeline.Problems;

namespace Pipeline.Capture.Intake;

/// <summary>What capture made of a filled form. It never tells whether the e-mail address is known.</summary>
public sealed record FormOutcome
{
    /// <summary>What became of it.</summary>
    public required CaptureStatus Status { get; init; }

    /// <summary>Every fault, when it is unusable or too large.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>Allowed address to which the visitor is sent (<c>_next</c>); null for the thank-you page.</summary>
    public string? Next { get; init; }

    /// <summary>Allowed address of the page that held the form; null when unknown.</summary>
    public string? Page { get; init; }

    /// <summary>Visitor id that the answer's cookie sets; null when it sets none.</summary>
    public string? NewVisitorId { get; init; }

    /// <summary>True when the answer deletes the visitor cookie, because the visitor may not be recognised.</summary>
    public bool ForgetsVisitor { get; init; }

    /// <summary>What the answer does to the cookies.</summary>
    public CookieChange Cookies => new(NewVisitorId, ForgetsVisitor);

    /// <summary>
    /// What to send again when nothing could be stored: the fields without secrets, and <c>_id</c>, so that it counts once.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Resend { get; init; } = [];
}
