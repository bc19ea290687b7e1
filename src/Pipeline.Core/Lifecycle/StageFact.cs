namespace Pipeline.Lifecycle;

/// <summary>
/// A stage that the CRM or a person gave to a lead. Only current versions of edited rows are facts here; removed ones are none.
/// </summary>
public sealed record StageFact
{
    /// <summary>Key of the fact; orders facts of one moment and stage.</summary>
    public required string Key { get; init; }

    /// <summary>Stage name after aliases, one of <see cref="StageNames"/> or a configured one.</summary>
    public required string Stage { get; init; }

    /// <summary>Shipped stage as which a configured one counts; null when it is shipped itself, or counts as none.</summary>
    public string? CountsAs { get; init; }

    /// <summary>When the stage was reached, UTC; the end of the local day when only a date is known.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// Place of the stage in the configured order; of one moment the last counts. Null: its place among <see cref="StageNames.All"/>.
    /// </summary>
    public int? Order { get; init; }

    /// <summary>From when on it is no conversion, because it was taken back; UTC. Null when it was not.</summary>
    public DateTimeOffset? TakenBackAt { get; init; }

    /// <summary>The earliest upload that said it; UTC. Null counts as <see cref="At"/>.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    /// <summary><see cref="StageCause.Crm"/> (default) or <see cref="StageCause.Manual"/>.</summary>
    public StageCause Cause { get; init; } = StageCause.Crm;

    /// <summary>Who said it; null when unknown.</summary>
    public string? Actor { get; init; }

    /// <summary>Why, for example a lost reason; null when not given.</summary>
    public string? Reason { get; init; }
}
