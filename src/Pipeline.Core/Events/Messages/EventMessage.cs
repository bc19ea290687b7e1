using System.Text.Json.Serialization;

namespace Pipeline.Events.Messages;

/// <summary>
/// One message of the <c>events</c> queue: what several requests captured while the previous message was being stored.
/// Persisted: add fields, never rename; older versions stay readable. Since version 2 an event leaves out what the message tells anyway:
/// its own version when it is 1, and occurred-at when it is received-at, a tenth of a page view.
/// </summary>
public sealed record EventMessage
{
    /// <summary>Newest version that this build writes and reads.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Longest message in bytes of UTF-8, before Base64: what a storage queue message holds.</summary>
    public const int MaxBytes = 49_152;

    /// <summary>Version of the message's shape, 1 or 2.</summary>
    [JsonPropertyName("v")]
    public required int Version { get; init; }

    /// <summary>Accepted events, in the order of their arrival.</summary>
    public IReadOnlyList<CapturedEvent> Events { get; init; } = [];

    /// <summary>Rejected input, in the order of its arrival.</summary>
    public IReadOnlyList<RejectedEvent> Rejected { get; init; } = [];

    /// <summary>Rejected input that is counted alone; null when there is none.</summary>
    public IReadOnlyList<RejectedTally>? RejectedTallies { get; init; }

    /// <summary>Visitors' decisions, in the order of their arrival; null when there are none.</summary>
    public IReadOnlyList<ConsentFact>? Consents { get; init; }

    /// <summary>Page views of nobody, in the order of their arrival; null when there are none.</summary>
    public IReadOnlyList<AnonymousView>? AnonymousViews { get; init; }
}
