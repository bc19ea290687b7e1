using Pipeline.Crm.Facts;
using Pipeline.Events;
using Pipeline.Events.Disowns;
using Pipeline.Records;

namespace Pipeline.Leads.Facts;

/// <summary>What is stored under a lead itself.</summary>
/// <param name="VisitorIds">Visitors that were linked to it at some time, in ordinal order.</param>
/// <param name="Events">Events known by e-mail address alone, in no particular order.</param>
public sealed record LeadFacts(string LeadId, IReadOnlyList<string> VisitorIds, IReadOnlyList<CapturedEvent> Events)
{
    /// <summary>CRM facts, in no particular order.</summary>
    public IReadOnlyList<CrmFact> Crm { get; init; } = [];

    /// <summary>Offline touches, in no particular order.</summary>
    public IReadOnlyList<OfflineTouch> Touches { get; init; } = [];

    /// <summary>Claims about it that were disowned at some time, in no particular order.</summary>
    public IReadOnlyList<Disown> Disowns { get; init; } = [];

    /// <summary>Leads that this one was ever made an alias of, and what was undone; null when there are none.</summary>
    public LeadAliases? Aliases { get; init; }

    /// <summary>Lead ids of addresses that may be its aliases; hints that their own aliases confirm.</summary>
    public IReadOnlyList<string> AliasIds { get; init; } = [];

    /// <summary>Its outbox of hand-offs to sales, in no particular order.</summary>
    public IReadOnlyList<Versioned<Handoff>> Handoffs { get; init; } = [];

    /// <summary>The facts of a lead and of its aliases as if all were stored under the lead.</summary>
    /// <param name="aliases">Facts of its aliases.</param>
    /// <param name="rename">Gives an event the lead id that stays.</param>
    internal LeadFacts Union(IReadOnlyCollection<LeadFacts> aliases, Func<CapturedEvent, CapturedEvent> rename) => this with
    {
        Crm = [.. aliases.Append(this).SelectMany(facts => facts.Crm)],
        Touches = [.. aliases.Append(this).SelectMany(facts => facts.Touches)],
        Disowns = [.. aliases.Append(this).SelectMany(facts => facts.Disowns)],
        VisitorIds = [.. aliases.Append(this).SelectMany(facts => facts.VisitorIds).Distinct().Order(StringComparer.Ordinal)],
        // An event that came again with the other address is stored under both.
        Events =
        [
            .. aliases.Append(this).SelectMany(facts => facts.Events)
                .GroupBy(captured => captured.Id, StringComparer.Ordinal)
                .Select(versions => rename(versions.Aggregate((kept, other) => FactVersion.Replaces(other, kept) ? other : kept))),
        ],
    };
}
