using Pipeline.Leads.Facts;

namespace Pipeline.Leads.Pages;

/// <summary>Reads every lead from the pages.</summary>
public sealed class ListedLeads(ILeadPageStore store)
{
    // What one query answers at once.
    private const int OneAnswer = 4 * 1024 * 1024;

    private volatile bool _isComplete;
    private volatile bool _isLarge;

    /// <summary>
    /// Reads every lead as <see cref="LeadEntry.Of"/> left it: one storage call for each 4 MiB, and one before it until the pages are known
    /// to be complete. Above 4 MiB the shards are read at the same time.
    /// </summary>
    /// <returns>The leads in no order; null when the pages are not complete yet.</returns>
    public async Task<IReadOnlyList<LeadProfile>?> ListAsync(CancellationToken cancellationToken)
    {
        if (!_isComplete && !(_isComplete = await store.IsCompleteAsync(cancellationToken)))
        {
            return null;
        }

        var pages = _isLarge
            ? [.. (await Task.WhenAll(Enumerable.Range(0, PagePlace.Shards)
                .Select(shard => store.ListAsync(shard, cancellationToken)))).SelectMany(shard => shard)]
            : await store.ListAsync(cancellationToken);
        _isLarge = pages.Sum(page => (long)page.Text.Length) > OneAnswer;
        var leads = new Dictionary<string, LeadEntry>(StringComparer.Ordinal);
        foreach (var entry in pages.SelectMany(page => PageText.Read(page.Text)))
        {
            if (!leads.TryGetValue(entry.LeadId, out var known) || known.Generation < entry.Generation)
            {
                leads[entry.LeadId] = entry;
            }
        }

        return [.. leads.Values.Select(entry => entry.Lead).OfType<LeadProfile>()];
    }
}
