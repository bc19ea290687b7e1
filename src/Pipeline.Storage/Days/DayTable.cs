using Azure.Data.Tables;
using Pipeline.Days;
using Pipeline.Records;
using Pipeline.Storage.Shared;
using Pipeline.Time;

namespace Pipeline.Storage.Days;

/// <summary>
/// Days: partition <c>{shard}|{yyyy-MM-dd}</c>, row key <c>{v, c or d}|{yyyy-MM-dd}|{id}</c>; the shard spreads a day over 16 partitions.
/// </summary>
internal sealed class DayTable(ITables tables) : IDayIndex
{
    private static readonly int PrefixLength = Prefix(DayEntryKind.Visit, DateOnly.MinValue).Length;

    private readonly ITable _table = tables[TableNames.Days];

    public Task AddAsync(DayEntryKind kind, DateOnly day, string id, CancellationToken cancellationToken) =>
        _table.WriteAsync([RowWrite.Upsert(new TableEntity(Partition(Shard.Of(id), day), Prefix(kind, day) + id))], cancellationToken);

    public async Task<string?> GetETagAsync(DayEntryKind kind, DateOnly day, string id, CancellationToken cancellationToken) =>
        (await _table.GetAsync(Partition(Shard.Of(id), day), Prefix(kind, day) + id, cancellationToken))?.ETag.ToString();

    public Task RemoveAsync(DayEntryKind kind, DateOnly day, string id, string etag, CancellationToken cancellationToken) =>
        _table.RemoveIfUnchangedAsync(Partition(Shard.Of(id), day), Prefix(kind, day) + id, etag, cancellationToken);

    public async Task SweepAsync(DayEntryKind kind, DateOnly day, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.GroupBy(Shard.Of).SelectMany(shard => shard.Chunk(RowBatches.MaxRows)))
        {
            RowWrite[] removals = [.. chunk.Select(id => RowWrite.Remove(Partition(Shard.Of(id), day), Prefix(kind, day) + id))];
            try
            {
                await _table.WriteAsync(removals, cancellationToken);
            }
            catch (StorageConflictException)
            {
                // One that is gone refuses the others in its transaction, but not by itself.
                await Task.WhenAll(removals.Select(removal => _table.WriteAsync([removal], cancellationToken)));
            }
        }
    }

    public async Task<DayContents> ReadAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var rows = (await RowsAsync(day, string.Empty, null, cancellationToken)).ToList();
        return new DayContents(
            [.. rows
                .Where(row => KindOf(row.RowKey) is not null)
                .Select(row => new DayEntry(KindOf(row.RowKey)!.Value, row.RowKey[PrefixLength..]))],
            AnonymousViewTable.Count(rows));
    }

    public async Task<IReadOnlyList<DatedEntry>> ListAsync(
        DayEntryKind kind, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, Shard.Count).Select(Shard.Name).Select(shard => _table.QueryPartitionsAsync(
            Partition(shard, from), Partition(shard, to), Prefix(kind, from), Prefix(kind, to) + '~', cancellationToken)));
        return
        [
            .. shards.SelectMany(rows => rows)
                .Select(row => new DatedEntry(LocalTime.Parse(row.RowKey[2..(PrefixLength - 1)]), row.RowKey[PrefixLength..])),
        ];
    }

    public async Task<IReadOnlyList<string>> ListAsync(DayEntryKind kind, DateOnly day, CancellationToken cancellationToken)
    {
        var prefix = Prefix(kind, day);
        return [.. (await RowsAsync(day, prefix, prefix + '~', cancellationToken)).Select(row => row.RowKey[PrefixLength..])];
    }

    private async Task<IEnumerable<TableEntity>> RowsAsync(DateOnly day, string from, string? before, CancellationToken cancellationToken)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, Shard.Count).Select(shard =>
            _table.QueryAsync(Partition(Shard.Name(shard), day), from, before, null, cancellationToken)));
        return shards.SelectMany(rows => rows);
    }

    private static DayEntryKind? KindOf(string rowKey) => rowKey[0] switch
    {
        'v' => DayEntryKind.Visit,
        'c' => DayEntryKind.Conversion,
        'd' => DayEntryKind.Due,
        _ => null,
    };

    private static string Partition(string shard, DateOnly day) => $"{shard}|{LocalTime.Text(day)}";

    private static string Prefix(DayEntryKind kind, DateOnly day) => kind switch
    {
        DayEntryKind.Visit => $"v|{LocalTime.Text(day)}|",
        DayEntryKind.Conversion => $"c|{LocalTime.Text(day)}|",
        _ => $"d|{LocalTime.Text(day)}|",
    };
}
