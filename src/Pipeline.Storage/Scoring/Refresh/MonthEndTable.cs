using Azure.Data.Tables;
using Pipeline.Scoring.Refresh;
using Pipeline.Storage.Shared;
using Pipeline.Time;

namespace Pipeline.Storage.Scoring.Refresh;

/// <summary>Rollups: partition <c>scores|{yyyy-MM}</c>, row key <c>{yyyy-MM}|{lead id}</c>; a month's snapshot is one query.</summary>
internal sealed class MonthEndTable(ITables tables) : IMonthEndStore
{
    private const int CurrentVersion = 1;
    private const string Score = "Score";

    private readonly ITable _table = tables[TableNames.Rollups];

    public async Task ReplaceAsync(Month month, IReadOnlyDictionary<string, double> scores, CancellationToken cancellationToken)
    {
        var (partition, prefix) = Keys(month);
        var stored = await _table.QueryAsync(partition, prefix, null, null, cancellationToken);
        var known = stored.ToDictionary(row => row.RowKey[prefix.Length..], row => row.GetDouble(Score), StringComparer.Ordinal);
        var writes = scores.Where(item => known.GetValueOrDefault(item.Key) != item.Value)
            .Select(item =>
                RowWrite.Upsert(new TableEntity(partition, prefix + item.Key) { ["Version"] = CurrentVersion, [Score] = item.Value }))
            .Concat(stored.Where(row => !scores.ContainsKey(row.RowKey[prefix.Length..]))
                .Select(row => RowWrite.Remove(partition, row.RowKey, row.ETag.ToString())));
        foreach (var batch in RowBatches.Of(writes))
        {
            await _table.WriteAsync(batch, cancellationToken);
        }
    }

    public async Task<IReadOnlyDictionary<string, double>> ListAsync(Month month, CancellationToken cancellationToken)
    {
        var (partition, prefix) = Keys(month);
        return (await _table.QueryAsync(partition, prefix, null, null, cancellationToken))
            .ToDictionary(row => row.RowKey[prefix.Length..], row => row.GetDouble(Score) ?? 0, StringComparer.Ordinal);
    }

    public async Task<IReadOnlyDictionary<(Month Month, string LeadId), double>> ListAsync(
        Month first, Month last, CancellationToken cancellationToken)
    {
        var ((partition, from), (lastPartition, lastPrefix)) = (Keys(first), Keys(last));
        var rows = await _table.QueryPartitionsAsync(partition, lastPartition, from, $"{lastPrefix[..^1]}}}", cancellationToken);
        var months = Month.Touched(first.FirstDay, last.LastDay).ToDictionary(month => Keys(month).Partition, StringComparer.Ordinal);
        return rows.ToDictionary(
            row => (months[row.PartitionKey], row.RowKey[from.Length..]), row => row.GetDouble(Score) ?? 0);
    }

    private static (string Partition, string Prefix) Keys(Month month) => ($"scores|{month}", $"{month}|");
}
