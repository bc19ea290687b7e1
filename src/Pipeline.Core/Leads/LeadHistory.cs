using Pipeline.Crm;
using Pipeline.Identity;

namespace Pipeline.Leads;

/// <summary>Every fact that can matter to a lead: its own and those of every visitor that was ever linked to it.</summary>
/// <param name="Facts">Facts stored under the lead.</param>
/// <param name="Visitors">Facts of its visitors.</param>
public sealed record LeadHistory(LeadFacts Facts, IReadOnlyList<VisitorFacts> Visitors)
{
    /// <summary>Opportunities that its CRM facts name, with what other leads' facts say about them.</summary>
    public IReadOnlyList<OpportunityRecord> Opportunities { get; init; } = [];
}
