using System.Text.Json.Serialization;
using Pipeline.Events;

namespace Pipeline.Capture.Intake;

/// <summary>Answer to a decision.</summary>
public sealed record ConsentAnswer
{
    /// <summary>
    /// What holds from now on: a grant has no effect while the browser itself forbids (GPC, honoured DNT). Null when nothing was
    /// understood.
    /// </summary>
    [JsonPropertyName("state")]
    [JsonConverter(typeof(JsonStringEnumConverter<ConsentState>))]
    public ConsentState? State { get; init; }

    /// <summary>Every fault, when it cannot be used.</summary>
    [JsonPropertyName("problems")]
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>True when it could not be stored just now: send the same again.</summary>
    [JsonPropertyName("retry")]
    public bool Retry { get; init; }
}
