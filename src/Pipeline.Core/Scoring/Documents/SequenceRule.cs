namespace Pipeline.Scoring.Documents;

/// <summary>
/// A bonus for several steps close together, for example product page, pricing page, contact form. At an event that fits the last step
/// the latest unused events of the earlier steps are taken backwards; events that earned a bonus serve this rule no more.
/// </summary>
public sealed record SequenceRule : IScoreAward
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public required string Title { get; init; }

    /// <summary>Why the rule exists. For people; never read.</summary>
    public string? Description { get; init; }

    /// <summary>The bonus; its line is dated at the last event.</summary>
    public required double Points { get; init; }

    /// <summary>The steps, first to last; 2 to 16. Each needs an event of its own.</summary>
    public required IReadOnlyList<ScoringCondition> Steps { get; init; }

    /// <summary>Longest time from the first to the last event, in hours, inclusive; above 0.</summary>
    public required double WithinHours { get; init; }

    /// <summary>True when the steps may come in any order. Default: false.</summary>
    public bool AnyOrder { get; init; }

    /// <summary>Least time from one bonus to the next, in hours, inclusive. Null: none.</summary>
    public double? CoolDownHours { get; init; }

    /// <inheritdoc/>
    public double? DayCap { get; init; }

    /// <inheritdoc/>
    public double? LifeCap { get; init; }

    /// <inheritdoc/>
    public string? Group { get; init; }
}
