using Pipeline.Events;

namespace Pipeline.Capture.Intake;

// What the events of one batch share.
internal readonly record struct BatchHeader(
    IntakeMode Mode, DateTimeOffset ReceivedAt, DateTimeOffset? SentAt, string? VisitorId, string? Email, ConsentState? Consent = null,
    IReadOnlyList<string>? Automatic = null);
