using System.Text.Json.Serialization;

namespace Pipeline.Capture.Intake;

/// <summary>Answer to a batch of events.</summary>
public sealed record CaptureAnswer
{
    /// <summary>Events that are safely stored.</summary>
    [JsonPropertyName("accepted")]
    public required int Accepted { get; init; }

    /// <summary>Events that will never be accepted as they are, with every fault.</summary>
    [JsonPropertyName("rejected")]
    public IReadOnlyList<RejectedItem> Rejected { get; init; } = [];

    /// <summary>True when nothing could be stored just now: send the same batch again.</summary>
    [JsonPropertyName("retry")]
    public bool Retry { get; init; }
}
