namespace Pipeline.Scoring.Documents;

/// <summary>What a property or form field must hold: exactly one of <see cref="EqualTo"/> and <see cref="Contains"/>.</summary>
public sealed record PropertyCondition
{
    /// <summary>Name of the property or field; letter case does not matter.</summary>
    public required string Name { get; init; }

    /// <summary>The whole value, ignoring letter case. JSON name: <c>equals</c>.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("equals")]
    public string? EqualTo { get; init; }

    /// <summary>A part of the value, ignoring letter case.</summary>
    public string? Contains { get; init; }
}
