using Pipeline.Crm;
using Pipeline.Identity;

namespace Pipeline.Leads;

/// <summary>Reads a lead's history: one call for the lead, one for each of its visitors and opportunities, the latter at the same time.</summary>
public sealed class LeadHistoryReader(ILeadStore leads, IVisitorStore visitors, ICrmStore crm)
{
    /// <summary>Reads all facts of a lead.</summary>
    /// <param name="leadId">Lead.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<LeadHistory> ReadAsync(string leadId, CancellationToken cancellationToken)
    {
        var facts = await leads.GetFactsAsync(leadId, cancellationToken);
        var all = await Task.WhenAll(facts.VisitorIds.Select(id => visitors.GetFactsAsync(id, cancellationToken)));
        var keys = facts.Crm.Select(fact => fact.OpportunityKey).OfType<string>().Distinct(StringComparer.Ordinal);
        var opportunities = await Task.WhenAll(keys.Select(key => crm.GetOpportunityAsync(key, cancellationToken)));
        return new LeadHistory(facts, all) { Opportunities = [.. opportunities.Select(stored => stored.Value).OfType<OpportunityRecord>()] };
    }
}
