using System.Text.Json.Serialization;

namespace Pipeline.Lifecycle;

/// <summary>One stage of the stages document.</summary>
public sealed record StageDefinition
{
    /// <summary>Id: 1 to 40 lower-case letters, digits, hyphens and underscores.</summary>
    public required string Id { get; init; }

    /// <summary>Name that people read; it is also an alias.</summary>
    public required string Name { get; init; }

    /// <summary>Other names that uploads use, in any case, with or without accents and punctuation.</summary>
    public IReadOnlyList<string> Aliases { get; init => field = value ?? []; } = [];

    /// <summary>
    /// For a stage that is not shipped: the shipped one (<see cref="StageNames"/>) as which it counts in conversions. Null: it counts as
    /// none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CountsAs { get; init; }

    /// <summary>The shipped stage as which it counts: itself when it is one; null for none.</summary>
    [JsonIgnore]
    public string? Meaning => StageNames.All.Contains(Id) ? Id : CountsAs;
}
