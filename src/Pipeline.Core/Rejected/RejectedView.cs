namespace Pipeline.Rejected;

/// <summary>A rejected event as the interface shows it.</summary>
public sealed record RejectedView
{
    /// <summary>Its id, for a replay.</summary>
    public required string Id { get; init; }

    /// <summary>Route or queue that it came by.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Code of the reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The reason in plain words, and what to do.</summary>
    public required string Words { get; init; }

    /// <summary>Every fault found.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What was received.</summary>
    public required string Payload { get; init; }

    /// <summary>True when only the beginning is kept.</summary>
    public bool Truncated { get; init; }

    /// <summary>When it came first.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it came last.</summary>
    public required DateTimeOffset LastReceivedAt { get; init; }

    /// <summary>How often it came that day.</summary>
    public required int Count { get; init; }

    /// <summary>When it was replayed; null when it was not.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>Makes the view of a kept rejected event.</summary>
    /// <param name="kept">Rejected event.</param>
    public static RejectedView Of(KeptRejection kept) => new()
    {
        Id = RejectedId.Of(kept.Rejected).ToString(),
        Endpoint = kept.Rejected.Endpoint,
        Reason = kept.Rejected.Reason,
        Words = ReasonWords.Of(kept.Rejected.Reason),
        Problems = kept.Rejected.Problems,
        Payload = kept.Rejected.Payload,
        Truncated = kept.Rejected.Truncated,
        ReceivedAt = kept.Rejected.ReceivedAt,
        LastReceivedAt = kept.LastReceivedAt,
        Count = kept.Count,
        ReplayedAt = kept.ReplayedAt,
    };
}
