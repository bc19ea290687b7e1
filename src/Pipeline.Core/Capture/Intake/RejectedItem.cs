using System.Text.Json.Serialization;

namespace Pipeline.Capture.Intake;

/// <summary>One rejected event of a batch.</summary>
public sealed record RejectedItem
{
    /// <summary>Its place in the batch, from 0; null for the batch as a whole.</summary>
    [JsonPropertyName("index")]
    public required int? Index { get; init; }

    /// <summary>Its event id; null when it has none that can be read.</summary>
    [JsonPropertyName("id")]
    public required string? Id { get; init; }

    /// <summary>Every fault, as <c>field: what is wrong and what to do</c>.</summary>
    [JsonPropertyName("problems")]
    public required IReadOnlyList<string> Problems { get; init; }
}
