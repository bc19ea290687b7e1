using Microsoft.Extensions.Logging;
using Pipeline.Crm.Facts;
using Pipeline.Leads.Facts;
using Pipeline.Records;

namespace Pipeline.Crm;

/// <summary>Asks for the refresh of leads whose facts were uploaded, also when the run that wrote them died half-way.</summary>
public sealed class PendingRefreshes(
    IPendingRefreshStore store,
    ICrmStore crm,
    ILeadStore leads,
    OpportunityJoin opportunities,
    IWorkQueue queue,
    TimeProvider timeProvider,
    ILogger<PendingRefreshes> logger)
{
    /// <summary>Notes what is about to be written.</summary>
    /// <param name="leadIds">Leads whose facts are written.</param>
    /// <param name="opportunityKeys">Opportunities whose parts are written.</param>
    /// <returns>The note; end it after the refresh was asked for.</returns>
    public async Task<PendingRefresh> BeginAsync(
        IReadOnlyList<string> leadIds, IReadOnlyList<string> opportunityKeys, CancellationToken cancellationToken)
    {
        var at = timeProvider.GetUtcNow();
        var pending = new PendingRefresh
        {
            Id = FactKey.Of($"{at.UtcTicks}\n{string.Join('\n', leadIds)}\n{string.Join('\n', opportunityKeys)}"),
            At = at,
            LeadIds = leadIds,
            OpportunityKeys = opportunityKeys,
        };
        await store.PutAsync(pending, cancellationToken);
        return pending;
    }

    /// <summary>Asks for the refresh of leads and forgets the note.</summary>
    /// <param name="pending">Note.</param>
    /// <param name="leadIds">Leads that changed.</param>
    public async Task EndAsync(PendingRefresh pending, IEnumerable<string> leadIds, CancellationToken cancellationToken)
    {
        await RefreshRequests.SendAsync(queue, leadIds, cancellationToken, rollsUp: true);
        await store.RemoveAsync(pending.Id, cancellationToken);
    }

    /// <summary>
    /// Leads and opportunities of notes that are not ended, for a writer of the same facts: it must ask for their refresh too.
    /// </summary>
    public async Task<(IReadOnlySet<string> LeadIds, IReadOnlySet<string> OpportunityKeys)> OpenAsync(CancellationToken cancellationToken)
    {
        var open = await store.ListAsync(cancellationToken);
        return (
            open.SelectMany(pending => pending.LeadIds).ToHashSet(StringComparer.Ordinal),
            open.SelectMany(pending => pending.OpportunityKeys).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Puts facts that dead writers left into their opportunities, and asks for the refreshes.</summary>
    /// <returns>How many notes there were.</returns>
    public async Task<int> RecoverAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var left = (await store.ListAsync(cancellationToken)).Where(pending => now - pending.At >= PendingRefresh.Settled).ToList();
        foreach (var pending in left)
        {
            await JoinAsync(pending, cancellationToken);
            var leadIds = pending.LeadIds.ToHashSet(StringComparer.Ordinal);
            foreach (var key in pending.OpportunityKeys)
            {
                leadIds.UnionWith((await crm.GetOpportunityAsync(key, cancellationToken)).Value?.LeadIds ?? []);
            }

            await EndAsync(pending, leadIds, cancellationToken);
        }

        if (left.Count > 0)
        {
            logger.LogInformation("{Uploads} parts of uploads had stopped half-way; their leads are refreshed now.", left.Count);
        }

        return left.Count;
    }

    private async Task JoinAsync(PendingRefresh pending, CancellationToken cancellationToken)
    {
        foreach (var leadId in pending.OpportunityKeys.Count == 0 ? [] : pending.LeadIds)
        {
            var facts = (await leads.GetFactsAsync(leadId, cancellationToken)).Crm.Where(fact => fact.OpportunityKey is { } key
                && pending.OpportunityKeys.Contains(key));
            foreach (var parts in facts.GroupBy(fact => fact.Opportunity!, StringComparer.Ordinal))
            {
                await opportunities.JoinAsync(parts.Key, [.. parts], cancellationToken);
            }
        }
    }
}
