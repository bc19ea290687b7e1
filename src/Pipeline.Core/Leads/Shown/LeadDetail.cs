using Pipeline.Leads.Aliases;
using Pipeline.Leads.Facts;
using Pipeline.Lifecycle;
using Pipeline.Scoring;

namespace Pipeline.Leads.Shown;

/// <summary>One lead as of a moment: who it is, its score line by line, its journey, stages, conversions and links.</summary>
public sealed record LeadDetail
{
    /// <summary>Moment that it is true at; later facts do not count.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>That machines alone did what is known of it, so that nothing counts; null when a person did anything.</summary>
    public string? Mark { get; init; }

    /// <summary>What a list shows of it.</summary>
    public required LeadSummary Lead { get; init; }

    /// <summary>Why the score is what it is: the points sum to it.</summary>
    public required IReadOnlyList<LedgerEntry> Ledger { get; init; }

    /// <summary>How well it fits, and why.</summary>
    public required FitResult Fit { get; init; }

    /// <summary>
    /// What to know before believing it, as <c>one visit, unverified, 9 fills from 7 browsers today</c>; null when something besides forms
    /// confirms it.
    /// </summary>
    public string? Caution { get; init; }

    /// <summary>Its fields: who said each value, and what it was before.</summary>
    public required IReadOnlyList<FieldValue> Fields { get; init; }

    /// <summary>Nominal points of the last seven days against the seven before.</summary>
    public required Momentum Momentum { get; init; }

    /// <summary>Touches in event order, each with the lead's own events in it.</summary>
    public required IReadOnlyList<JourneyEntry> Journey { get; init; }

    /// <summary>The lead's own events that lie in no visit, in event order.</summary>
    public required IReadOnlyList<JourneyEvent> OtherEvents { get; init; }

    /// <summary>Stages entered, in order of time.</summary>
    public required IReadOnlyList<StageTransition> Stages { get; init; }

    /// <summary>Hand-offs to sales, one for each entry into MQL, and what became of them.</summary>
    public required IReadOnlyList<HandoffEntry> Handoffs { get; init; }

    /// <summary>Conversions, in order of time.</summary>
    public required IReadOnlyList<ConversionEntry> Conversions { get; init; }

    /// <summary>Days spent in each stage so far, two decimals.</summary>
    public required SortedDictionary<string, decimal> DaysInStage { get; init; }

    /// <summary>What the CRM said, by date, with earlier versions.</summary>
    public required IReadOnlyList<CrmEntry> Crm { get; init; }
    /// <summary>What its visitors decided about being recognised, oldest first.</summary>
    public required IReadOnlyList<ConsentEntry> Consent { get; init; }

    /// <summary>Visitors that became shared devices: from then on only form fills on them belong to leads.</summary>
    public required IReadOnlyList<SharedDeviceEntry> SharedDevices { get; init; }

    /// <summary>Links that name the lead, in event order.</summary>
    public required IReadOnlyList<LinkEntry> Links { get; init; }

    /// <summary>Claims about it that count as never made, oldest first.</summary>
    public IReadOnlyList<DisownEntry> Disowned { get; init; } = [];

    /// <summary>Its other addresses, in the order in which they were told.</summary>
    public required IReadOnlyList<AliasEntry> Aliases { get; init; }

    /// <summary>Who did what to its identity, oldest first.</summary>
    public required IReadOnlyList<AuditEntry> Audit { get; init; }

    /// <summary>Makes the detail of a lead.</summary>
    /// <param name="snapshot">Lead as of a moment.</param>
    /// <param name="history">All its facts, as of that moment (<see cref="LeadHistory.AsOf"/>).</param>
    /// <param name="isConfigured">Whether there is a receiver of hand-offs.</param>
    public static LeadDetail Of(LeadSnapshot snapshot, LeadHistory history, bool isConfigured)
    {
        var byTouch = snapshot.Events.ToLookup(item => item.TouchId, item => JourneyEvent.Of(item.Event));
        return new LeadDetail
        {
            At = snapshot.At,
            Mark = MarkWords.OfLead([.. snapshot.Events.Select(item => item.Event)]),
            Lead = LeadSummary.Of(snapshot),
            Ledger = [.. snapshot.Ledger.Lines.Select(LedgerEntry.Of)],
            Fit = snapshot.Fit,
            Caution = snapshot.Caution,
            Fields = [.. snapshot.FieldValues.Where(field => snapshot.Fields.ContainsKey(field.Name))],
            Momentum = snapshot.Momentum,
            Journey = [.. snapshot.Touches.Select(touch => new JourneyEntry(touch, [.. byTouch[touch.Id]]))],
            OtherEvents = [.. byTouch[null]],
            Stages = snapshot.Stages.Transitions,
            Handoffs =
            [
                .. history.Facts.Handoffs.Select(row => row.Value!)
                    .Where(handoff => handoff.CreatedAt <= snapshot.At)
                    .OrderBy(handoff => handoff.Entry)
                    .Select(handoff => HandoffEntry.Of(handoff, isConfigured)),
            ],
            Conversions = [.. snapshot.Conversions.Select(item => ConversionEntry.Of(item.Conversion))],
            DaysInStage = DaysInStages(snapshot),
            Crm = CrmEntry.Of(history.Facts.Crm, snapshot.At),
            Links = LinkEntry.Of(history, snapshot.At),
            Consent = ConsentEntry.Of(history, snapshot.At),
            SharedDevices = snapshot.SharedDevices,
            Disowned = DisownEntry.Of(history.Facts.Disowns, snapshot.At),
            Aliases = history.Aliases,
            Audit = AuditEntry.Of(history, snapshot.At, SourceChanges.Of(snapshot, history)),
        };
    }

    private static SortedDictionary<string, decimal> DaysInStages(LeadSnapshot snapshot) => new(
        snapshot.Stages.TimeInStage(snapshot.At).ToDictionary(stage => stage.Key, stage => Math.Round((decimal)stage.Value.TotalDays, 2)),
        StringComparer.Ordinal);
}
