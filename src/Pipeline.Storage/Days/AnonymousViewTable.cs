using Azure.Data.Tables;
using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Storage.Shared;
using Pipeline.Time;

namespace Pipeline.Storage.Days;

/// <summary>
/// Days: partition <c>{shard}|{yyyy-MM-dd}</c>, row key <c>p|{yyyy-MM-dd}|{key}</c>, one row for each page view of nobody, with its page
/// and channel. The key holds the view's own random id, channel and page, so equal keys are equal rows.
/// </summary>
internal sealed class AnonymousViewTable(ITables tables) : IAnonymousViewStore
{
    private const string Channel = "Channel";
    private const string Kind = "p|";

    private readonly ITable _table = tables[TableNames.Days];

    public async Task AddAsync(DateOnly day, IReadOnlyCollection<AnonymousView> views, CancellationToken cancellationToken)
    {
        var prefix = Prefix(day);
        foreach (var shard in views.DistinctBy(view => view.Key).GroupBy(view => Shard.Of(view.Key)))
        {
            var rows = shard.Select(view => RowWrite.Upsert(new TableEntity(Partition(shard.Key, day), prefix + view.Key)
            {
                [Channel] = view.Channel,
                ["Page"] = view.Page,
            }));
            foreach (var batch in RowBatches.Of(rows))
            {
                await _table.WriteAsync(batch, cancellationToken);
            }
        }
    }

    public async Task<IReadOnlyDictionary<string, long>> CountAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var prefix = Prefix(day);
        var shards = await Task.WhenAll(Enumerable.Range(0, Shard.Count).Select(shard =>
            _table.QueryAsync(Partition(Shard.Name(shard), day), prefix, prefix + '~', null, cancellationToken)));
        return Count(shards.SelectMany(rows => rows));
    }

    /// <summary>Counts the page views among rows of the day index by channel.</summary>
    /// <param name="rows">Rows of any kind.</param>
    public static IReadOnlyDictionary<string, long> Count(IEnumerable<TableEntity> rows) => rows
        .Where(row => row.RowKey.StartsWith(Kind, StringComparison.Ordinal))
        .CountBy(row => row.GetString(Channel)!)
        .ToDictionary(pair => pair.Key, pair => (long)pair.Value);

    private static string Partition(string shard, DateOnly day) => $"{shard}|{LocalTime.Text(day)}";

    private static string Prefix(DateOnly day) => $"{Kind}{LocalTime.Text(day)}|";
}
