using System.Text.Json.Serialization;

namespace Pipeline.Lifecycle;

/// <summary>A lead moved to another stage.</summary>
public sealed record StageTransition
{
    /// <summary>Stage reached.</summary>
    public required string Stage { get; init; }

    /// <summary>Shipped stage as which a configured one counts; null when it is shipped itself, or counts as none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CountsAs { get; init; }

    /// <summary>The stage as which it counts: a shipped one, or itself when it counts as none.</summary>
    [JsonIgnore]
    public string Meaning => CountsAs ?? Stage;

    /// <summary>Stage left.</summary>
    public required string From { get; init; }

    /// <summary>The exact instant, UTC. A fall of the score is dated at the first whole millisecond below the threshold.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What moved it.</summary>
    public required StageCause Cause { get; init; }

    /// <summary>Score at the instant, unrounded, by the rules active then.</summary>
    public required double Score { get; init; }

    /// <summary>For an entry into MQL its number, from 1; it names the hand-off. Null for other stages.</summary>
    public int? Entry { get; init; }

    /// <summary>
    /// For an entry into MQL: <see cref="EntryLabel.New"/> for the first, else <see cref="EntryLabel.Reopened"/>. Null otherwise.
    /// </summary>
    public EntryLabel? Label { get; init; }

    /// <summary>Key of the fact that moved it; null when none did.</summary>
    public string? FactKey { get; init; }

    /// <summary>Who said it; null when nobody or unknown.</summary>
    public string? Actor { get; init; }

    /// <summary>Why; null when not given.</summary>
    public string? Reason { get; init; }
}
