using Pipeline.Leads.Facts;

namespace Pipeline.Leads.Aliases;

/// <summary>Reads what is stored under a lead and its aliases: one call for a lead without any, the ordinary case.</summary>
/// <param name="leads">Where leads are stored.</param>
/// <param name="aliases">Where aliases are stored.</param>
public sealed class LeadFamilyReader(ILeadStore leads, IAliasStore aliases)
{
    /// <summary>Reads a lead's family: one call for each address, one for each lead above it.</summary>
    /// <param name="leadId">Lead id, also of an alias.</param>
    public async Task<LeadFamily> ReadAsync(string leadId, CancellationToken cancellationToken)
    {
        var facts = await leads.GetFactsAsync(leadId, cancellationToken);
        if (facts.Aliases is null && facts.AliasIds.Count == 0)
        {
            return new LeadFamily(facts, [], AliasBook.Empty);
        }

        var all = new Dictionary<string, LeadFacts>(StringComparer.Ordinal) { [leadId] = facts };
        var next = new Queue<string>(facts.AliasIds);
        while (next.TryDequeue(out var id))
        {
            if (!all.ContainsKey(id))
            {
                all[id] = await leads.GetFactsAsync(id, cancellationToken);
                foreach (var below in all[id].AliasIds)
                {
                    next.Enqueue(below);
                }
            }
        }

        List<LeadAliases> known = [.. all.Values.Select(item => item.Aliases).OfType<LeadAliases>()];
        var book = await AddAsync(known, known.SelectMany(row => row.Facts).Select(fact => fact.StaysId), all.Keys, cancellationToken);
        return new LeadFamily(facts, [.. all.Values.Where(item => item.LeadId != leadId)], book);
    }

    /// <summary>Reads the aliases of further leads and of all leads above them, point by point.</summary>
    /// <param name="known">Aliases that are known already.</param>
    /// <param name="leadIds">Leads to ask for.</param>
    /// <param name="read">Leads whose aliases, if any, are among the known ones.</param>
    public async Task<AliasBook> AddAsync(
        IEnumerable<LeadAliases> known, IEnumerable<string> leadIds, IEnumerable<string> read, CancellationToken cancellationToken)
    {
        var rows = known.ToList();
        var done = read.ToHashSet(StringComparer.Ordinal);
        for (List<string> next = [.. leadIds.Where(done.Add)]; next.Count > 0;)
        {
            var found = await Task.WhenAll(next.Select(id => aliases.GetAsync(id, cancellationToken)));
            var fresh = found.Select(row => row.Value).OfType<LeadAliases>().ToList();
            rows.AddRange(fresh);
            next = [.. fresh.SelectMany(row => row.Facts).Select(fact => fact.StaysId).Where(done.Add)];
        }

        return new AliasBook(rows);
    }
}
