namespace Pipeline.Scoring.Documents;

/// <summary>A bonus for many events in a short time. The events that earned one serve this rule no more.</summary>
public sealed record PaceRule : IScoreAward
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public required string Title { get; init; }

    /// <summary>Why the rule exists. For people; never read.</summary>
    public string? Description { get; init; }

    /// <summary>The bonus; its line is dated at the event that completed the number.</summary>
    public required double Points { get; init; }

    /// <summary>Which events count.</summary>
    public required ScoringCondition When { get; init; }

    /// <summary>How many events make the bonus; 2 to 1000.</summary>
    public required int Count { get; init; }

    /// <summary>Longest time from the first to the last of them, in hours, inclusive; above 0.</summary>
    public required double WithinHours { get; init; }

    /// <inheritdoc/>
    public double? DayCap { get; init; }

    /// <inheritdoc/>
    public double? LifeCap { get; init; }

    /// <inheritdoc/>
    public string? Group { get; init; }
}
