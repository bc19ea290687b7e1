using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Lifecycle;

/// <summary>
/// The stages document: stages in their order, with their names and aliases. Immutable. Read one with <see cref="StagesValidator.Read"/>,
/// which lists every problem; the schema stands beside it in <c>stages.schema.json</c>.
/// </summary>
public sealed record StagesDocument
{
    /// <summary>Shape of the document that this code writes.</summary>
    public const int CurrentVersion = 1;

    private static readonly Lazy<StagesDocument> Loaded = new(LoadDefault);

    /// <summary>The shipped stages, with English and French names.</summary>
    [JsonIgnore]
    public static StagesDocument Default => Loaded.Value;

    /// <summary>Address of the JSON schema, for editors only; never read. Null when absent.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>Version of the document's shape: <see cref="CurrentVersion"/>.</summary>
    public required int Version { get; init; }

    /// <summary>Stages; of several that are reached at one moment the last in this order is the lead's.</summary>
    public required IReadOnlyList<StageDefinition> Stages { get; init; }

    /// <summary>Writes the document as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StagesJson.Default.StagesDocument);

    private static StagesDocument LoadDefault()
    {
        var reading = StagesValidator.Read(StagesResources.Text(StagesResources.Defaults));
        return reading.Stages
            ?? throw new InvalidOperationException($"The shipped stages are broken: {string.Join(" ", reading.Problems)}");
    }
}
