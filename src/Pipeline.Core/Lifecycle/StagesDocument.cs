using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Settings;

namespace Pipeline.Lifecycle;

/// <summary>
/// The stages document: stages in their order, with their names and aliases. Immutable. Read one with <see cref="Form"/>, which
/// lists every problem.
/// </summary>
public sealed record StagesDocument
{
    /// <summary>Shape of the document that this code writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The shipped stages, with English and French names.</summary>
    public static StagesDocument Default => Form.Shipped;

    /// <summary>How the document stands in JSON: <c>stages.default.json</c>, <c>stages.schema.json</c>.</summary>
    public static RulesForm<StagesDocument> Form { get; } = new("stages", StagesJson.Default.StagesDocument, StagesValidator.Check);

    /// <summary>Address of the JSON schema, for editors only; never read. Null when absent.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>Version of the document's shape: <see cref="CurrentVersion"/>.</summary>
    public required int Version { get; init; }

    /// <summary>Stages; of several that are reached at one moment the last in this order is the lead's.</summary>
    public required IReadOnlyList<StageDefinition> Stages { get; init; }

    /// <summary>Writes the document as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StagesJson.Default.StagesDocument);
}
