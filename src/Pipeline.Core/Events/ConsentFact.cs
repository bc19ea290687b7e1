using System.Text.Json.Serialization;
using Pipeline.Records;

namespace Pipeline.Events;

/// <summary>
/// "This visitor decided so at that moment". A refusal or withdrawal ends the visitor id for good: a later grant begins a new visitor.
/// Persisted: add fields, never rename; every stored record carries <see cref="Version"/>.
/// </summary>
public sealed record ConsentFact
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Id of the decision: made by the client (retries repeat it) or by capture when absent. 1 to 128 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Visitor that decided.</summary>
    public required string VisitorId { get; init; }

    /// <summary>The decision.</summary>
    public required ConsentState State { get; init; }

    /// <summary>When it was made: UTC, millisecond precision, corrected for the client's clock.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When capture received it: UTC, millisecond precision. From then on the decision counts.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Key of the fact. It names the visitor too, because one decision may be about two visitors.</summary>
    [JsonIgnore]
    public string Key => FactKey.Of($"{Id} {VisitorId}");
}
