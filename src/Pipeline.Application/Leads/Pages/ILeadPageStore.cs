using Pipeline.Records;

namespace Pipeline.Leads.Pages;

/// <summary>Port: pages of lead entries. Every method is one storage call, for each 1,000 pages or 4 MiB that it reads.</summary>
public interface ILeadPageStore
{
    /// <summary>Reads every page of a shard, in the order of their bits.</summary>
    /// <param name="shard">0 to 15.</param>
    Task<IReadOnlyList<StoredPage>> ListAsync(int shard, CancellationToken cancellationToken);

    /// <summary>Reads every page of every shard.</summary>
    /// <returns>
    /// Pages in the order of shard and bits. One that was split meanwhile may come with the two that took its place; none is left out.
    /// </returns>
    Task<IReadOnlyList<StoredPage>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Writes pages of one shard, all or none.</summary>
    /// <param name="shard">0 to 15.</param>
    /// <param name="writes">1 to 99 writes, each page once.</param>
    /// <returns>The pages' new ETags, in the order of the writes; empty for a removed one.</returns>
    /// <exception cref="StorageConflictException">A page is not as it was read; nothing was written.</exception>
    Task<IReadOnlyList<string>> WriteAsync(int shard, IReadOnlyList<PageWrite> writes, CancellationToken cancellationToken);

    /// <summary>True when every lead has its entry. It never becomes false again.</summary>
    Task<bool> IsCompleteAsync(CancellationToken cancellationToken);

    /// <summary>Tells that every lead has its entry.</summary>
    Task MarkCompleteAsync(CancellationToken cancellationToken);
}
