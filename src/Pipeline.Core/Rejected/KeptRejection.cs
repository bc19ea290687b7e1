using Pipeline.Events;

namespace Pipeline.Rejected;

/// <summary>A rejected event as it is kept, with what became of it since.</summary>
public sealed record KeptRejection
{
    /// <summary>What was rejected.</summary>
    public required RejectedEvent Rejected { get; init; }

    /// <summary>How often the same input came that day; 1 or more.</summary>
    public int Count { get; init; } = 1;

    /// <summary>When it came last: UTC.</summary>
    public required DateTimeOffset LastReceivedAt { get; init; }

    /// <summary>When it was replayed; null when it was not, or when the same input came again afterwards.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>Ids of the events that the replay made, the first 100.</summary>
    public IReadOnlyList<string> EventIds { get; init; } = [];
}
