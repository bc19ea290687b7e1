using System.Text.Json.Serialization;
using Pipeline.Records;

namespace Pipeline.Events.Disowns;

/// <summary>
/// "That was not this lead": a form fill or identify, or all that a visitor claims for a lead, counts as never sent. It is stored with the
/// lead, and with the visitor where there is one, because it decides whose the visitor's other events are. The fact holds every decision
/// that was ever made about it, so that the order in which they arrive does not matter. Persisted: add fields, never rename.
/// </summary>
public sealed record Disown
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Lead that the claim was about.</summary>
    public required string LeadId { get; init; }

    /// <summary>Event id of the fill or identify; null for all that <see cref="VisitorId"/> claims for the lead, now and later.</summary>
    public string? EventId { get; init; }

    /// <summary>Visitor that claimed it; null for a fill without one.</summary>
    public string? VisitorId { get; init; }

    /// <summary>What was decided, in order of time; at least one.</summary>
    public required IReadOnlyList<DisownDecision> Decisions { get; init; }

    /// <summary>Key of the fact, made of what it is about.</summary>
    [JsonIgnore]
    public string Key => FactKey.Of($"disown\n{LeadId}\n{EventId}\n{VisitorId}");

    /// <summary>True when the claim is disowned at a moment: by the latest decision up to then.</summary>
    /// <param name="at">Moment; later decisions do not count.</param>
    public bool StandsAt(DateTimeOffset at) => LatestAt(at) is { Undone: false };

    /// <summary>The latest decision up to a moment; null when there is none.</summary>
    /// <param name="at">Moment.</param>
    public DisownDecision? LatestAt(DateTimeOffset at) => Decisions.LastOrDefault(decision => decision.At <= at);

    /// <summary>The fact with the decisions of another one about the same claim.</summary>
    /// <param name="other">Fact of the same key.</param>
    public Disown With(Disown other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Decisions.All(Decisions.Contains) ? this : this with
        {
            Decisions =
            [
                .. Decisions.Union(other.Decisions)
                    .OrderBy(decision => decision.At)
                    .ThenBy(decision => decision.Undone)
                    .ThenBy(decision => decision.Actor, StringComparer.Ordinal)
                    .ThenBy(decision => decision.Reason, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>True when it is about an event.</summary>
    /// <param name="captured">Event of <see cref="VisitorId"/>, or of the lead where there is none; with its lead id filled in.</param>
    public bool IsAbout(CapturedEvent captured) => EventId is { } id
        ? captured.Id == id
        : captured.VisitorId == VisitorId && captured.LeadId == LeadId && (captured.Type is EventType.Form or EventType.Identify);
}
