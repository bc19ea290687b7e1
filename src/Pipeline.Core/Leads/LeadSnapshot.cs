using Pipeline.Attribution;
using Pipeline.Events;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Scoring;
using Pipeline.Settings;

namespace Pipeline.Leads;

/// <summary>Everything that is true of a lead at one moment, computed from its facts.</summary>
public sealed record LeadSnapshot
{
    /// <summary>Lead.</summary>
    public required string LeadId { get; init; }

    /// <summary>Moment it is true at; later facts do not count.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Normalised e-mail address.</summary>
    public required string Email { get; init; }

    /// <summary>Fields of the lead; of each the value that counts (<see cref="FieldValue"/>).</summary>
    public required SortedDictionary<string, string> Fields { get; init; }

    /// <summary>Who said each value, and what it would be without that.</summary>
    public IReadOnlyList<FieldValue> FieldValues { get; init; } = [];

    /// <summary>What was said about the lead, in order of time.</summary>
    public IReadOnlyList<LearnedFields> Learned { get; init; } = [];

    /// <summary>What browsers claimed, and since when it is confirmed.</summary>
    public required LeadClaims Claims { get; init; }

    /// <summary>What whoever gets the lead should know before they believe it; null when it is confirmed.</summary>
    public string? Caution { get; init; }

    /// <summary>When the lead became known.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Events that belong to the lead, in event order; none for a lead that is known by uploads alone.</summary>
    public required IReadOnlyList<OwnedEvent> Events { get; init; }

    /// <summary>The journey: touches in event order, over all visitors.</summary>
    public required IReadOnlyList<Touch> Touches { get; init; }

    /// <summary>
    /// Ids of touches that claim to be from before the lead was known and became known too late for that (<see cref="VisitReceipts"/>):
    /// they are in the journey, and are no first source.
    /// </summary>
    public IReadOnlySet<string> LateTouches { get; init; } = new HashSet<string>();

    /// <summary>Rules of the score that are active at the moment.</summary>
    public required DatedRules<ScoreEngine> Scoring { get; init; }

    /// <summary>Nominal score lines, in event order.</summary>
    public required IReadOnlyList<ScoreLine> ScoreLines { get; init; }

    /// <summary>Rules that were active since the first event, in order, each with the lines of all events; at least one.</summary>
    public required IReadOnlyList<RulesPeriod> Periods { get; init; }

    /// <summary>The score and the lines that sum to it.</summary>
    public required ScoreLedger Ledger { get; init; }

    /// <summary>How well the lead fits, by the active rules, and why.</summary>
    public FitResult Fit => Learned.Aggregate(new KnownFields(), (known, learned) => known.Add(learned))
        .Grade(Scoring.Rules.Rules.Fit, Claims.ConfirmedAt is not null);

    /// <summary>Whether the lead warms up or cools down.</summary>
    public Momentum Momentum => Momentum.At(ScoreLines, At);

    /// <summary>Who in sales owns the lead, as the CRM said last; null when it did not.</summary>
    public string? Owner { get; init; }

    /// <summary>Stages entered so far.</summary>
    public required StageHistory Stages { get; init; }

    /// <summary>Conversions so far with their journeys, in order of time.</summary>
    public required IReadOnlyList<LeadConversion> Conversions { get; init; }

    /// <summary>Its visitors that became shared devices, in ordinal order of their ids.</summary>
    public required IReadOnlyList<SharedDeviceEntry> SharedDevices { get; init; }

    /// <summary>Links that name this lead, over all visitors, in event order.</summary>
    public required IReadOnlyList<LinkFact> Links { get; init; }

    /// <summary>Visitors that are linked to the lead, by id.</summary>
    public IReadOnlyList<LinkedVisitor> Visitors { get; init; } = [];

    /// <summary>When the last own event or touch happened; without any, when the lead became known.</summary>
    public DateTimeOffset LastActivityAt
    {
        get
        {
            var last = Events.Count > 0 ? Events[^1].Event.OccurredAt : LatestTouch?.At ?? CreatedAt;
            return LatestTouch is { } touch && touch.At > last ? touch.At : last;
        }
    }

    /// <summary>First touch that became known in time; null when the lead has none.</summary>
    public Touch? FirstTouch => Touches.FirstOrDefault(touch => !LateTouches.Contains(touch.Id));

    /// <summary>Latest touch of all; null when the lead has none.</summary>
    public Touch? LatestTouch => Touches.Count > 0 ? Touches[^1] : null;

    /// <summary>Original source: the first touch that is not Direct and became known in time; null when the lead has none.</summary>
    public Touch? FirstKnownTouch => Touches.FirstOrDefault(touch => !Eligibility.IsDirect(touch) && !LateTouches.Contains(touch.Id));

    /// <summary>Latest source: the latest touch that is not Direct; null when the lead has none.</summary>
    public Touch? LatestKnownTouch => Touches.LastOrDefault(touch => !Eligibility.IsDirect(touch));

    /// <summary>True when it has events, all of machines: nothing of them counts.</summary>
    public bool Automatic => Events.Count > 0 && Events.All(item => item.Event.Automatic);

    /// <summary>When the current stage was entered.</summary>
    public DateTimeOffset StageSince => Stages.Transitions.Count > 0 ? Stages.Transitions[^1].At : CreatedAt;
}
