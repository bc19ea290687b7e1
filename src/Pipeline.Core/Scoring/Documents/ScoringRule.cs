namespace Pipeline.Scoring.Documents;

/// <summary>
/// Points for one event that fits a condition. An engagement event counts once per page view: at the first beacon that fits.
/// </summary>
public sealed record ScoringRule : IScoreAward
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public required string Title { get; init; }

    /// <summary>Why the rule exists. For people; never read.</summary>
    public string? Description { get; init; }

    /// <inheritdoc/>
    public required double Points { get; init; }

    /// <summary>What an event must be to get the points.</summary>
    public required ScoringCondition When { get; init; }

    /// <inheritdoc/>
    public double? DayCap { get; init; }

    /// <inheritdoc/>
    public double? LifeCap { get; init; }

    /// <summary>
    /// Least time since the last scored event of the same form (form fills) or page (all others), in minutes, inclusive; per lead over
    /// all its visitors. Null: every event counts.
    /// </summary>
    public double? MinimumIntervalMinutes { get; init; }

    /// <inheritdoc/>
    public string? Group { get; init; }
}
