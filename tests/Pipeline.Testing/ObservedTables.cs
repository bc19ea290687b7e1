using Azure.Data.Tables;
using Pipeline.Storage.Shared;

namespace Pipeline.Testing;

/// <summary>Tables whose every call passes through <see cref="StorageCalls"/>.</summary>
public sealed class ObservedTables(ITables inner, StorageCalls calls) : ITables
{
    private const int RowsPerCall = 1000;

    public ITable this[string name] => new ObservedTable(name, inner[name], calls);

    private sealed class ObservedTable(string name, ITable inner, StorageCalls calls) : ITable
    {
        public Task<TableEntity?> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
            calls.PassAsync(Call(StorageCallKind.Get, rowKey), 1, () => inner.GetAsync(partitionKey, rowKey, cancellationToken));

        public async Task<IReadOnlyList<TableEntity>> QueryAsync(
            string partitionKey, string from, string? before, int? count, CancellationToken cancellationToken)
        {
            var call = Call(StorageCallKind.Query, $"{partitionKey} {from}");
            var rows = await calls.PassAsync(call, 1, () => inner.QueryAsync(partitionKey, from, before, count, cancellationToken));
            calls.CountMore(call, (rows.Count - 1) / RowsPerCall);
            return rows;
        }

        public async Task<IReadOnlyList<TableEntity>> QueryPartitionsAsync(
            string firstPartition, string lastPartition, string from, string before, CancellationToken cancellationToken)
        {
            var call = Call(StorageCallKind.Query, $"{firstPartition} to {lastPartition} {from}");
            var rows = await calls.PassAsync(
                call, 1, () => inner.QueryPartitionsAsync(firstPartition, lastPartition, from, before, cancellationToken));
            calls.CountMore(call, (rows.Count - 1) / RowsPerCall);
            return rows;
        }

        public Task<IReadOnlyList<string>> ListPartitionsAsync(string after, int count, CancellationToken cancellationToken) =>
            calls.PassAsync(
                Call(StorageCallKind.Query, $"partitions after {after}"),
                1,
                () => inner.ListPartitionsAsync(after, count, cancellationToken));

        public Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
            calls.PassAsync(
                Call(StorageCallKind.Write, string.Join(' ', writes.Select(write => $"{write.Kind}:{write.Row.RowKey}"))),
                1,
                () => inner.WriteAsync(writes, cancellationToken));

        private StorageCall Call(StorageCallKind kind, string detail) => new(name, kind, detail);
    }
}
