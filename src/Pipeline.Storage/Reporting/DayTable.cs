using Azure.Data.Tables;
using Pipeline.Reporting;
using Pipeline.Settings;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Reporting;

/// <summary>Days: partition <c>{shard}|{yyyy-MM-dd}</c>, row key <c>{v, c or d}|{yyyy-MM-dd}|{id}</c>; the shard spreads a day over 16 partitions.</summary>
internal sealed class DayTable(ITables tables) : IDayIndex
{
    private readonly ITable table = tables[TableNames.Days];

    public Task AddAsync(DayEntryKind kind, DateOnly day, string id, CancellationToken cancellationToken) =>
        table.WriteAsync([RowWrite.Upsert(new TableEntity(Partition(Shard.Of(id), day), Prefix(kind, day) + id))], cancellationToken);

    public Task RemoveAsync(DayEntryKind kind, DateOnly day, string id, CancellationToken cancellationToken) =>
        table.WriteAsync([RowWrite.Remove(Partition(Shard.Of(id), day), Prefix(kind, day) + id)], cancellationToken);

    public async Task<IReadOnlyList<string>> ListAsync(DayEntryKind kind, DateOnly day, CancellationToken cancellationToken)
    {
        var prefix = Prefix(kind, day);
        var shards = await Task.WhenAll(Enumerable.Range(0, Shard.Count).Select(shard =>
            table.QueryAsync(Partition(Shard.Name(shard), day), prefix, prefix + '~', null, cancellationToken)));
        return [.. shards.SelectMany(rows => rows).Select(row => row.RowKey[prefix.Length..])];
    }

    private static string Partition(string shard, DateOnly day) => $"{shard}|{LocalTime.Text(day)}";

    private static string Prefix(DayEntryKind kind, DateOnly day) => kind switch
    {
        DayEntryKind.Visit => $"v|{LocalTime.Text(day)}|",
        DayEntryKind.Conversion => $"c|{LocalTime.Text(day)}|",
        _ => $"d|{LocalTime.Text(day)}|",
    };
}
