using Pipeline.Records;

namespace Pipeline.Rollups.Rebuilds;

/// <summary>
/// Port: the latest rebuild, and whose indexes there are to make. Every method is one storage call unless it says otherwise.
/// </summary>
public interface IRebuildStore
{
    /// <summary>Reads the latest rebuild.</summary>
    Task<Versioned<Rebuild>> GetAsync(CancellationToken cancellationToken);

    /// <summary>Writes the latest rebuild.</summary>
    /// <param name="rebuild">New state.</param>
    /// <param name="etag">ETag of the state that it replaces; null inserts it.</param>
    /// <exception cref="StorageConflictException">It changed since it was read.</exception>
    Task SaveAsync(Rebuild rebuild, string? etag, CancellationToken cancellationToken);

    /// <summary>Lists visitors in the order of their ids, whoever is indexed or not; one call for each 1,000 rows.</summary>
    /// <param name="after">Only ids after this one; empty begins at the first.</param>
    /// <param name="count">How many at most.</param>
    Task<IReadOnlyList<string>> ListVisitorsAsync(string after, int count, CancellationToken cancellationToken);

    /// <summary>Lists leads in the order of their ids, whoever is indexed or not; one call for each 1,000 rows.</summary>
    /// <param name="after">Only ids after this one; empty begins at the first.</param>
    /// <param name="count">How many at most.</param>
    Task<IReadOnlyList<string>> ListLeadsAsync(string after, int count, CancellationToken cancellationToken);
}
