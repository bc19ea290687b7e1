using Azure;
using Azure.Data.Tables;
using Pipeline.Records;
using Pipeline.Storage.Shared;

namespace Pipeline.Testing;

/// <summary>
/// One table in memory: ETags change on each write, transactions are atomic and tell the failing index, rows come in ordinal order.
/// It also refuses what the pipeline forbids itself: a row key in two partitions, a row twice in a transaction, rows that are too big.
/// </summary>
public sealed class InMemoryTable(string name, TimeProvider clock) : ITable
{
    /// <summary>Most rows in one transaction.</summary>
    public const int MaxWrites = 99;

    private const int MaxCharacters = 3 * 1024 * 1024;

    private readonly Lock _sync = new();
    private readonly SortedDictionary<string, SortedDictionary<string, TableEntity>> _partitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _partitionOfRow = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>All rows, by partition and row key.</summary>
    public IReadOnlyList<TableEntity> Rows
    {
        get
        {
            lock (_sync)
            {
                return [.. _partitions.Values.SelectMany(rows => rows.Values).Select(row => new TableEntity(row))];
            }
        }
    }

    public Task<TableEntity?> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_sync)
        {
            return Task.FromResult(Find(partitionKey, rowKey) is { } row ? new TableEntity(row) : null);
        }
    }

    public Task<IReadOnlyList<TableEntity>> QueryAsync(
        string partitionKey, string from, string? before, int? count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_sync)
        {
            IReadOnlyList<TableEntity> rows = _partitions.TryGetValue(partitionKey, out var partition)
                ?
                [
                    .. partition.Values
                        .Where(row => string.CompareOrdinal(row.RowKey, from) >= 0)
                        .Where(row => before is null || string.CompareOrdinal(row.RowKey, before) < 0)
                        .Take(count ?? int.MaxValue)
                        .Select(row => new TableEntity(row)),
                ]
                : [];
            return Task.FromResult(rows);
        }
    }

    public Task<IReadOnlyList<TableEntity>> QueryPartitionsAsync(
        string firstPartition, string lastPartition, string from, string before, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_sync)
        {
            return Task.FromResult<IReadOnlyList<TableEntity>>(
            [
                .. _partitions
                    .Where(item => string.CompareOrdinal(item.Key, firstPartition) >= 0
                        && string.CompareOrdinal(item.Key, lastPartition) <= 0)
                    .SelectMany(item => item.Value.Values)
                    .Where(row => string.CompareOrdinal(row.RowKey, from) >= 0 && string.CompareOrdinal(row.RowKey, before) < 0)
                    .Select(row => new TableEntity(row)),
            ]);
        }
    }

    public Task<IReadOnlyList<string>> ListPartitionsAsync(string after, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_sync)
        {
            return Task.FromResult<IReadOnlyList<string>>(
                [.. _partitions.Where(item => item.Value.Count > 0 && string.CompareOrdinal(item.Key, after) > 0)
                    .Select(item => item.Key)
                    .Take(count)]);
        }
    }

    public Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Check(writes);
        lock (_sync)
        {
            for (var index = 0; index < writes.Count; index++)
            {
                if (Conflict(writes[index], isSingle: writes.Count == 1) is { } problem)
                {
                    throw new StorageConflictException($"{name} {writes[index].Row.RowKey}: {problem}.", index);
                }
            }

            return Task.FromResult<IReadOnlyList<string>>([.. writes.Select(Apply)]);
        }
    }

    private void Check(IReadOnlyList<RowWrite> writes)
    {
        Require(writes.Count is >= 1 and <= MaxWrites, $"{writes.Count} writes in one transaction");
        var characters = 0L;
        foreach (var write in writes)
        {
            foreach (var (property, value) in (IEnumerable<KeyValuePair<string, object?>>)write.Row)
            {
                Require(
                    value is string or int or long or double or bool or DateTimeOffset,
                    $"{property} of {write.Row.RowKey} is {value?.GetType().Name ?? "null"}");
                characters += property.Length + ((value as string)?.Length ?? 4);
            }
        }

        Require(characters <= MaxCharacters, $"{characters} characters in one transaction");
        TableLimits.Check(writes);
    }

    private void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The service or the design refuses this write to {name}: {problem}.");
        }
    }

    private TableEntity? Find(string partitionKey, string rowKey) =>
        _partitions.TryGetValue(partitionKey, out var rows) ? rows.GetValueOrDefault(rowKey) : null;

    private string? Conflict(RowWrite write, bool isSingle)
    {
        var stored = Find(write.Row.PartitionKey, write.Row.RowKey);
        return write.Kind switch
        {
            RowWriteKind.Insert when stored is not null => "the row exists",
            RowWriteKind.Replace when stored is null => "the row is gone",
            RowWriteKind.Replace when stored.ETag.ToString() != write.ETag => "the row has another ETag",
            RowWriteKind.Remove when stored is null && !isSingle => "the row is gone",
            RowWriteKind.Remove when stored is not null && write.ETag is { } etag && stored.ETag.ToString() != etag =>
                "the row has another ETag",
            _ => null,
        };
    }

    private string Apply(RowWrite write)
    {
        var (partitionKey, rowKey) = (write.Row.PartitionKey, write.Row.RowKey);
        if (!_partitions.TryGetValue(partitionKey, out var rows))
        {
            _partitions[partitionKey] = rows = new SortedDictionary<string, TableEntity>(StringComparer.Ordinal);
        }

        if (write.Kind == RowWriteKind.Remove)
        {
            if (rows.Remove(rowKey))
            {
                _partitionOfRow.Remove(rowKey);
            }

            return string.Empty;
        }

        Require(_partitionOfRow.GetValueOrDefault(rowKey, partitionKey) == partitionKey, $"row key {rowKey} is in two partitions");
        _partitionOfRow[rowKey] = partitionKey;
        var etag = new ETag($"W/\"{++_version}\"");
        rows[rowKey] = new TableEntity(write.Row) { ETag = etag, Timestamp = clock.GetUtcNow() };
        return etag.ToString();
    }
}
