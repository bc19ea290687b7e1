using Pipeline.Records;

namespace Pipeline.Events;

/// <summary>
/// "This visitor is this lead from this event on": made by a form fill or identify, never changed; an <see cref="UndoFact"/> takes it back.
/// Persisted: add fields, never rename.
/// </summary>
public sealed record LinkFact
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Id of the event that made the link.</summary>
    public required string EventId { get; init; }

    /// <summary>Visitor that is linked.</summary>
    public required string VisitorId { get; init; }

    /// <summary>Lead that the visitor is from this link on.</summary>
    public required string LeadId { get; init; }

    /// <summary>When the linking event happened; UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When the linking event was received; UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What the visitor agreed to, in the words of the source: <c>consent</c> (granted at <c>/consent</c>), <c>field</c> (the
    /// form's consent field), <c>form</c> (the form's notice) or <c>identify</c>.</summary>
    public required string ConsentSource { get; init; }

    /// <summary>Key of the link, and its id in the interface.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Key => FactKey.Of(EventId);

    /// <summary>Place of the linking event in event order.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public EventOrder Order => new(OccurredAt, ReceivedAt, EventId);

    /// <summary>
    /// The link that an event makes; null when it makes none (no visitor, no lead, not a form fill or identify, or captured for measurement
    /// alone).
    /// </summary>
    /// <param name="captured">Event with its lead id filled in.</param>
    public static LinkFact? Of(CapturedEvent captured) =>
        captured is { VisitorId: { } visitorId, LeadId: { } leadId, Type: EventType.Form or EventType.Identify, Mode: CaptureMode.Identify }
            ? new LinkFact
            {
                EventId = captured.Id,
                VisitorId = visitorId,
                LeadId = leadId,
                OccurredAt = captured.OccurredAt,
                ReceivedAt = captured.ReceivedAt,
                ConsentSource = SourceOf(captured),
            }
            : null;

    private static string SourceOf(CapturedEvent captured) =>
        captured.Consent == ConsentState.Granted ? "consent"
        : captured.Type == EventType.Identify ? "identify"
        : captured.Fields?.ContainsKey("consent") == true ? "field"
        : "form";
}
