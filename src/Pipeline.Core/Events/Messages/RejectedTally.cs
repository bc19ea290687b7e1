namespace Pipeline.Events.Messages;

/// <summary>
/// Rejected input of which only the number is kept: what one sender, or all of them together, got wrong beyond what is kept with its
/// payload. Persisted in queue messages: add fields, never rename.
/// </summary>
public sealed record RejectedTally
{
    /// <summary>Code of the first fault of each, for example <c>malformed</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>How many; 1 or more.</summary>
    public required int Count { get; init; }

    /// <summary>When capture received the last of them: UTC, millisecond precision.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}
