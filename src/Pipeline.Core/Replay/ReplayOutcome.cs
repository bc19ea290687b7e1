using Pipeline.Problems;

namespace Pipeline.Replay;

/// <summary>What became of a replay.</summary>
public sealed record ReplayOutcome
{
    /// <summary>What became of it.</summary>
    public required ReplayStatus Status { get; init; }

    /// <summary>Ids of the events that were made, the first 100; empty for queue messages.</summary>
    public IReadOnlyList<string> EventIds { get; init; } = [];

    /// <summary>When it was accepted; null when it was not.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>Every fault that it still has.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
