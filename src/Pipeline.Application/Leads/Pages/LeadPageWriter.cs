using Pipeline.Records;

namespace Pipeline.Leads.Pages;

/// <summary>Puts entries of leads on their pages. Safe to repeat and in any order: the greatest generation stays.</summary>
public sealed class LeadPageWriter
{
    /// <summary>
    /// Most entries that go with one put: 25. Each can split its page in two, and a transaction has at most 99 rows.
    /// </summary>
    public const int MaxEntries = 25;

    private readonly ILeadPageStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly PageShard[] _shards;

    /// <summary>Makes the writer; a process needs one.</summary>
    public LeadPageWriter(ILeadPageStore store, ConflictRetry retry, TimeProvider timeProvider)
    {
        (_store, _timeProvider) = (store, timeProvider);
        _shards = [.. Enumerable.Range(0, PagePlace.Shards).Select(shard => new PageShard(shard, store, retry))];
    }

    /// <summary>
    /// Puts the entry of a profile that was written, or that is to be replaced; one storage call, which entries of the same shard share,
    /// and none when the page is known to hold it.
    /// </summary>
    /// <returns>The entry that the page then holds: this one, or another of the same or a greater generation.</returns>
    public Task<LeadEntry> PutAsync(LeadEntry entry, CancellationToken cancellationToken) =>
        ShardOf(entry.LeadId).PutAsync(entry, cancellationToken);

    /// <summary>
    /// Sees to it that a lead without a profile has no entry but a tombstone; one call, two when there is something to do.
    /// </summary>
    public async Task BuryAsync(string leadId, CancellationToken cancellationToken)
    {
        var shard = ShardOf(leadId);
        if (await shard.ReadAsync(leadId, cancellationToken) is { Lead: not null } entry)
        {
            await shard.PutAsync(LeadEntry.Tombstone(leadId, entry.Generation, _timeProvider.GetUtcNow()), cancellationToken);
        }
    }

    /// <summary>
    /// Ends a walk through every lead: removes tombstones that are older than <see cref="LeadEntry.Settled"/>, and tells that the pages are
    /// complete. One call a shard and one for each page that changes.
    /// </summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        foreach (var shard in _shards)
        {
            await shard.SweepAsync(_timeProvider.GetUtcNow() - LeadEntry.Settled, cancellationToken);
        }

        await _store.MarkCompleteAsync(cancellationToken);
    }

    private PageShard ShardOf(string leadId) => _shards[PagePlace.Of(leadId).Shard];
}
