using Pipeline.Crm;
using Pipeline.Crm.Facts;
using Pipeline.Identity;
using Pipeline.Leads.Aliases;
using Pipeline.Records;

namespace Pipeline.Leads;

/// <summary>
/// Reads a lead's history: one call for each of its addresses, one for each of its visitors and opportunities, the latter at the same time.
/// </summary>
public sealed class LeadHistoryReader(LeadFamilyReader families, IVisitorStore visitors, ICrmStore crm)
{
    // An address that thousands of browsers gave must not open thousands of connections.
    internal const int Parallelism = 16;

    /// <summary>Reads all facts of a lead and its aliases.</summary>
    public async Task<LeadHistory> ReadAsync(string leadId, CancellationToken cancellationToken)
    {
        var family = await families.ReadAsync(leadId, cancellationToken);
        var all = await ParallelReads.SelectAsync([.. family.VisitorIds], Parallelism, visitors.GetFactsAsync, cancellationToken);
        var opportunities = await OpportunitiesOf(family, crm, cancellationToken);
        HashSet<string> own = [leadId, .. family.Members.Select(member => member.LeadId)];

        // Two others on one visitor may be one lead: it decides whether three different ones make a shared device.
        var others = all.Select(visitor => visitor.Links.Select(link => link.LeadId).Where(id => !own.Contains(id)).Distinct().ToList())
            .Where(ids => ids.Count > 1)
            .SelectMany(ids => ids)
            .Concat(opportunities.SelectMany(record => record.LeadIds).Where(id => !own.Contains(id)))
            .ToHashSet(StringComparer.Ordinal);
        var book = others.Count == 0
            ? family.Book
            : await families.AddAsync(family.Book.Rows, others, own.Concat(family.Book.Rows.Select(row => row.LeadId)), cancellationToken);
        return new LeadHistory(family.Facts, all) { Members = family.Members, Book = book, Opportunities = opportunities };
    }

    /// <summary>Reads the opportunities that a lead's CRM facts, or its aliases', name.</summary>
    /// <param name="family">Lead and its aliases.</param>
    /// <param name="crm">Where opportunities are stored.</param>
    internal static async Task<IReadOnlyList<OpportunityRecord>> OpportunitiesOf(
        LeadFamily family, ICrmStore crm, CancellationToken cancellationToken)
    {
        var keys = family.Members.Append(family.Facts).SelectMany(facts => facts.Crm)
            .Select(fact => fact.OpportunityKey).OfType<string>().Distinct(StringComparer.Ordinal);
        var stored = await Task.WhenAll(keys.Select(key => crm.GetOpportunityAsync(key, cancellationToken)));
        var known = family.Members.Append(family.Facts).SelectMany(facts => facts.Crm)
            .ToDictionary(fact => fact.Key, StringComparer.Ordinal);
        var records = stored.Select(row => row.Value).OfType<OpportunityRecord>();
        return [.. await Task.WhenAll(records.Select(record => CompleteAsync(record, known, crm, cancellationToken)))];
    }

    // Earlier releases did not note in the opportunity when each row was said; the facts know.
    private static async Task<OpportunityRecord> CompleteAsync(
        OpportunityRecord record, Dictionary<string, CrmFact> known, ICrmStore crm, CancellationToken cancellationToken)
    {
        if (record.Parts.All(part => part.FirstSaidAt is not null))
        {
            return record;
        }

        var parts = await ParallelReads.SelectAsync(
            record.Parts,
            Parallelism,
            async (part, token) => part.FirstSaidAt is null
                && (known.GetValueOrDefault(part.Key) ?? (await crm.GetFactAsync(part.LeadId, part.Key, token)).Value) is { } fact
                ? OpportunityPart.Of(fact)
                : part,
            cancellationToken);
        return record with { Parts = parts };
    }

    /// <summary>Reads the history of the lead that an id belongs to at a moment: its own, or that of the lead it is an alias of.</summary>
    /// <param name="at">Moment.</param>
    public async Task<LeadHistory> ReadAsync(string leadId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var history = await ReadAsync(leadId, cancellationToken);
        var root = history.Book.RootAt(leadId, at);
        return root == leadId ? history : await ReadAsync(root, cancellationToken);
    }
}
