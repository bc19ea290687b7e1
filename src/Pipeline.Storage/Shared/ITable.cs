using Azure.Data.Tables;

namespace Pipeline.Storage.Shared;

/// <summary>
/// One table, as far as the stores need it; every method is one storage call, except that a query takes one call for each 1,000 rows.
/// Implemented on Azure tables and, for tests that count calls and crash between two of them, in memory.
/// </summary>
public interface ITable
{
    /// <summary>Reads a row; null when it is not there.</summary>
    Task<TableEntity?> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken);

    /// <summary>Reads rows of one partition in the order of their keys.</summary>
    /// <param name="from">Lowest row key; inclusive.</param>
    /// <param name="before">Highest row key; exclusive. Null reads to the end.</param>
    /// <param name="count">Most rows to read; null reads all.</param>
    Task<IReadOnlyList<TableEntity>> QueryAsync(
        string partitionKey, string from, string? before, int? count, CancellationToken cancellationToken);

    /// <summary>Reads rows of neighbouring partitions in the order of their keys.</summary>
    /// <param name="firstPartition">Lowest partition key; inclusive.</param>
    /// <param name="lastPartition">Highest partition key; inclusive.</param>
    /// <param name="from">Lowest row key; inclusive.</param>
    /// <param name="before">Highest row key; exclusive.</param>
    Task<IReadOnlyList<TableEntity>> QueryPartitionsAsync(
        string firstPartition, string lastPartition, string from, string before, CancellationToken cancellationToken);

    /// <summary>
    /// Lists partitions in the order of their keys, by reading rows and skipping the rest of each partition; one call for each 1,000 rows.
    /// </summary>
    /// <param name="after">Only keys after this one; empty begins at the first.</param>
    /// <param name="count">How many at most.</param>
    Task<IReadOnlyList<string>> ListPartitionsAsync(string after, int count, CancellationToken cancellationToken);

    /// <summary>Writes rows of one partition in one transaction (a single write when there is but one).</summary>
    /// <param name="writes">What to write; 1 to 99 rows, each row once.</param>
    /// <returns>The rows' new ETags, in the order of the writes; empty for a removed row.</returns>
    /// <exception cref="Pipeline.Records.StorageConflictException">Nothing was written: a row was not as the write expects it.</exception>
    Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken);
}
