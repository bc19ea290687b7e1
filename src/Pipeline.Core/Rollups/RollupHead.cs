namespace Pipeline.Rollups;

/// <summary>What is known of a rolled-up day without its rows.</summary>
public sealed record RollupHead
{
    /// <summary>ETag of the day.</summary>
    public required string ETag { get; init; }

    /// <summary>Sums of the last roll-up; null when it was stored before sums were kept.</summary>
    public RollupTotals? Totals { get; init; }

    /// <summary>Sums of the first roll-up that saw the whole day; null when there was none yet.</summary>
    public RollupTotals? First { get; init; }

    /// <summary>When the day was found changed since then; null when it is as it was.</summary>
    public DateTimeOffset? RestatedAt { get; init; }
}
