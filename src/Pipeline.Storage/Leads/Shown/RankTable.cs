using Azure.Data.Tables;
using Pipeline.Leads.Shown;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Leads.Shown;

/// <summary>Ranks: one partition, row key <c>{rankKey}|{leadId}</c>, so that the top of the list is one range read.</summary>
internal sealed class RankTable(ITables tables) : IRankIndex
{
    private const string Partition = "lead";

    private readonly ITable _table = tables[TableNames.Ranks];

    public Task AddAsync(string rankKey, string leadId, CancellationToken cancellationToken) =>
        _table.WriteAsync([RowWrite.Upsert(new TableEntity(Partition, Key(rankKey, leadId)))], cancellationToken);

    public async Task<string?> GetETagAsync(string rankKey, string leadId, CancellationToken cancellationToken) =>
        (await _table.GetAsync(Partition, Key(rankKey, leadId), cancellationToken))?.ETag.ToString();

    public Task RemoveAsync(string rankKey, string leadId, string etag, CancellationToken cancellationToken) =>
        _table.RemoveIfUnchangedAsync(Partition, Key(rankKey, leadId), etag, cancellationToken);

    public async Task<IReadOnlyList<RankEntry>> ListAsync(string? after, int count, CancellationToken cancellationToken)
    {
        // The character after the cursor's last one: reads on behind it.
        var from = after is null ? string.Empty : after + "\u0020";
        var rows = await _table.QueryAsync(Partition, from, null, count, cancellationToken);
        return
        [
            .. rows.Select(row => (Row: row, Parts: row.RowKey.Split('|', 2)))
                .Select(item => new RankEntry(item.Parts[0], item.Parts[1], item.Row.Timestamp ?? default, item.Row.ETag.ToString())),
        ];
    }

    private static string Key(string rankKey, string leadId) => $"{rankKey}|{leadId}";
}
