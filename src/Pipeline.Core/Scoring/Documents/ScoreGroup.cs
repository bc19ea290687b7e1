namespace Pipeline.Scoring.Documents;

/// <summary>Caps shared by several rules. A cap bounds the points given and, apart from them, the points taken away.</summary>
public sealed record ScoreGroup
{
    /// <summary>Id by which rules name the group, unique in the document.</summary>
    public required string Id { get; init; }

    /// <summary>What the group holds, in words.</summary>
    public string? Title { get; init; }

    /// <summary>Most nominal points of the group on one calendar day of the configured zone; above 0. Null: no cap.</summary>
    public double? DayCap { get; init; }

    /// <summary>Most nominal points of the group ever; above 0. Null: no cap.</summary>
    public double? LifeCap { get; init; }
}
