using Azure.Data.Tables;
using Pipeline.Storage.Shared;

namespace Pipeline.Testing;

/// <summary>Tables that refuse what Azure would refuse (<see cref="TableLimits"/>), before the call.</summary>
public sealed class GuardedTables(ITables inner) : ITables
{
    public ITable this[string name] => new GuardedTable(inner[name]);

    private sealed class GuardedTable(ITable inner) : ITable
    {
        public Task<TableEntity?> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
        {
            TableLimits.CheckKeys(partitionKey, rowKey);
            return inner.GetAsync(partitionKey, rowKey, cancellationToken);
        }

        public Task<IReadOnlyList<TableEntity>> QueryAsync(
            string partitionKey, string from, string? before, int? count, CancellationToken cancellationToken) =>
            inner.QueryAsync(partitionKey, from, before, count, cancellationToken);

        public Task<IReadOnlyList<TableEntity>> QueryPartitionsAsync(
            string firstPartition, string lastPartition, string from, string before, CancellationToken cancellationToken) =>
            inner.QueryPartitionsAsync(firstPartition, lastPartition, from, before, cancellationToken);

        public Task<IReadOnlyList<string>> ListPartitionsAsync(string after, int count, CancellationToken cancellationToken) =>
            inner.ListPartitionsAsync(after, count, cancellationToken);

        public Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
        {
            TableLimits.Check(writes);
            return inner.WriteAsync(writes, cancellationToken);
        }
    }
}
