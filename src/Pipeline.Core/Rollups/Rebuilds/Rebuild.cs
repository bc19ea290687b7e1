namespace Pipeline.Rollups.Rebuilds;

/// <summary>The latest rebuild that was asked for. Persisted: add fields, never rename.</summary>
public sealed record Rebuild
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>First local day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last local day; inclusive.</summary>
    public required DateOnly To { get; init; }

    /// <summary>When it was asked for; UTC. A day that was rolled up since then is done.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether every index is made again first.</summary>
    public bool Deep { get; init; }

    /// <summary>Visitors and leads whose index rows have been made again.</summary>
    public long Indexed { get; init; }

    /// <summary>True when the indexes are made, or need not be.</summary>
    public bool IndexesDone { get; init; }
}
