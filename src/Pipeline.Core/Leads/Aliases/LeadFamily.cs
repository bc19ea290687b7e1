using Pipeline.Leads.Facts;

namespace Pipeline.Leads.Aliases;

/// <summary>What is stored under a lead and under every address that was ever its alias.</summary>
/// <param name="Facts">Facts stored under the lead itself.</param>
/// <param name="Members">Facts stored under addresses that were its alias at some time, also through others.</param>
/// <param name="Book">Aliases of all of them, and of the leads that this one is an alias of.</param>
public sealed record LeadFamily(LeadFacts Facts, IReadOnlyList<LeadFacts> Members, AliasBook Book)
{
    /// <summary>Visitors that were linked to one of them at some time, in ordinal order.</summary>
    public IReadOnlyList<string> VisitorIds =>
        Members.Count == 0
            ? Facts.VisitorIds
            : [.. new SortedSet<string>(Members.Append(Facts).SelectMany(facts => facts.VisitorIds), StringComparer.Ordinal)];
}
