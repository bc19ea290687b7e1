using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Scoring;

namespace Pipeline.Leads.Handoffs;

/// <summary>What sales is told: who is ready, how ready, why, and what led there. As of the moment of sending.</summary>
public sealed record HandoffPayload
{
    /// <summary>Most touches of the journey that are told, the latest ones.</summary>
    public const int MaxTouches = 50;

    /// <summary>Most events of a touch that are told, the latest ones.</summary>
    public const int MaxEvents = 50;

    /// <summary>Version of this shape. Currently 1.</summary>
    public required int Version { get; init; }

    /// <summary>Id of the hand-off: the same for every delivery of it.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the lead is new or came back.</summary>
    public required EntryLabel Label { get; init; }

    /// <summary>Number of the entry into MQL, from 1.</summary>
    public required int Entry { get; init; }

    /// <summary>When the lead became MQL; UTC.</summary>
    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>Moment that the rest is true at; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The lead with its score and grade.</summary>
    public required LeadSummary Lead { get; init; }

    /// <summary>
    /// What to know before believing it, as <c>one visit, unverified, 9 fills from 7 browsers today</c>; null when something besides forms
    /// confirms it.
    /// </summary>
    public string? Caution { get; init; }

    /// <summary>Why it fits as it does.</summary>
    public required FitResult Fit { get; init; }

    /// <summary>Why the score is what it is: the points sum to it.</summary>
    public required IReadOnlyList<LedgerEntry> Ledger { get; init; }

    /// <summary>Latest touches in event order, each with its latest events.</summary>
    public required IReadOnlyList<JourneyEntry> Journey { get; init; }

    /// <summary>Touches of the whole journey.</summary>
    public required int Touches { get; init; }

    /// <summary>Makes the payload of a hand-off.</summary>
    /// <param name="handoff">Hand-off.</param>
    /// <param name="lead">Lead at the moment of sending.</param>
    public static HandoffPayload Of(Handoff handoff, LeadDetail lead) => new()
    {
        Version = 1,
        Id = handoff.Id,
        Label = handoff.Label,
        Entry = handoff.Entry,
        EnteredAt = handoff.EnteredAt,
        At = lead.At,
        Lead = lead.Lead,
        Caution = lead.Caution,
        Fit = lead.Fit,
        Ledger = lead.Ledger,
        Journey = [.. lead.Journey.TakeLast(MaxTouches).Select(entry => entry with { Events = [.. entry.Events.TakeLast(MaxEvents)] })],
        Touches = lead.Journey.Count,
    };
}
