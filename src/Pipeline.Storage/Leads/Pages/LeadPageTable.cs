using System.Globalization;
using Azure.Data.Tables;
using Pipeline.Leads.Pages;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Leads.Pages;

/// <summary>
/// LeadPages: partition <c>s|{shard}</c>, row key <c>s|{shard}|{bits}</c>, the entries in <c>Body</c>; partition <c>head</c>, row
/// <c>head|s</c> once every lead has its entry.
/// </summary>
internal sealed class LeadPageTable(ITables tables) : ILeadPageStore
{
    private const string Head = "head";
    private const string HeadKey = "head|s";
    private const int CurrentVersion = 1;

    private readonly ITable _table = tables[TableNames.LeadPages];

    public async Task<IReadOnlyList<StoredPage>> ListAsync(int shard, CancellationToken cancellationToken) =>
        Pages(await _table.QueryAsync(PartitionOf(shard), PartitionOf(shard), null, null, cancellationToken));

    public async Task<IReadOnlyList<StoredPage>> ListAsync(CancellationToken cancellationToken) =>
        Pages(await _table.QueryPartitionsAsync(PartitionOf(0), PartitionOf(Shard.Count - 1), "s|", "s}", cancellationToken));

    public Task<IReadOnlyList<string>> WriteAsync(int shard, IReadOnlyList<PageWrite> writes, CancellationToken cancellationToken) =>
        _table.WriteAsync(
            [.. writes.Select(write => write.Text is { } text
                ? RowWrite.Replace(JsonRow.WriteText(PartitionOf(shard), KeyOf(shard, write.Prefix), text), write.ETag)
                : RowWrite.Remove(PartitionOf(shard), KeyOf(shard, write.Prefix), write.ETag))],
            cancellationToken);

    public async Task<bool> IsCompleteAsync(CancellationToken cancellationToken) =>
        await _table.GetAsync(Head, HeadKey, cancellationToken) is not null;

    public Task MarkCompleteAsync(CancellationToken cancellationToken) =>
        _table.WriteAsync([RowWrite.Upsert(new TableEntity(Head, HeadKey) { ["Version"] = CurrentVersion })], cancellationToken);

    private static IReadOnlyList<StoredPage> Pages(IEnumerable<TableEntity> rows) =>
    [
        .. rows.Select(row => new StoredPage(
            row.RowKey[(row.PartitionKey.Length + 1)..], JsonRow.ReadText(row), row.ETag.ToString())),
    ];

    private static string PartitionOf(int shard) => $"s|{Shard.Name(shard)}";

    private static string KeyOf(int shard, string prefix) => string.Create(CultureInfo.InvariantCulture, $"{PartitionOf(shard)}|{prefix}");
}
