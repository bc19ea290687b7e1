using Pipeline.Crm;
using Pipeline.Crm.Facts;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Crm;

/// <summary>Pending refreshes, in table Inputs: partition <c>pending</c>, rows <c>pending|{id}</c>.</summary>
internal sealed class PendingRefreshTable(ITables tables) : IPendingRefreshStore
{
    private const string Partition = "pending";

    private readonly ITable _table = tables[TableNames.Inputs];

    public Task PutAsync(PendingRefresh pending, CancellationToken cancellationToken)
    {
        var row = JsonRow.Write(Partition, Key(pending.Id), pending, CrmJson.Stored.PendingRefresh);
        return _table.WriteAsync([RowWrite.Upsert(row)], cancellationToken);
    }

    public async Task<IReadOnlyList<PendingRefresh>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await _table.QueryAsync(
            Partition, Key(""), null, null, cancellationToken)).Select(row => JsonRow.Read(row, CrmJson.Stored.PendingRefresh))];

    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        _table.WriteAsync([RowWrite.Remove(Partition, Key(id))], cancellationToken);

    private static string Key(string id) => $"{Partition}|{id}";
}
