namespace Pipeline.Scoring;

/// <summary>A score at one moment, with every line that makes it.</summary>
public sealed record ScoreLedger
{
    /// <summary>The moment, UTC. Events after it do not count.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The score, unrounded: for comparisons with thresholds.</summary>
    public required double Score { get; init; }

    /// <summary>The score as shown: two decimals, half away from zero.</summary>
    public required decimal ShownScore { get; init; }

    /// <summary>Engagement band of the unrounded score, 1 to 4.</summary>
    public required int Band { get; init; }

    /// <summary>Lines in event order, then the floor's or total cap's line if there is one. They sum to the score.</summary>
    public required IReadOnlyList<LedgerLine> Lines { get; init; }

    /// <summary>Points of the last seven days against the seven before.</summary>
    public required Momentum Momentum { get; init; }
}
