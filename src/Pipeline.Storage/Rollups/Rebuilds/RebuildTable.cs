using Pipeline.Records;
using Pipeline.Rollups;
using Pipeline.Rollups.Rebuilds;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Rollups.Rebuilds;

/// <summary>
/// Rollups: partition <c>rebuild</c>, row key <c>rebuild|latest</c>; visitors and leads are the partitions of their tables.
/// </summary>
internal sealed class RebuildTable(ITables tables) : IRebuildStore
{
    private const string Partition = "rebuild";
    private const string Latest = "rebuild|latest";

    private readonly ITable _table = tables[TableNames.Rollups];

    public async Task<Versioned<Rebuild>> GetAsync(CancellationToken cancellationToken) =>
        JsonRow.ReadVersioned(await _table.GetAsync(Partition, Latest, cancellationToken), RollupsJson.Stored.Rebuild);

    public Task SaveAsync(Rebuild rebuild, string? etag, CancellationToken cancellationToken) =>
        _table.WriteAsync(
            [RowWrite.Replace(JsonRow.Write(Partition, Latest, rebuild, RollupsJson.Stored.Rebuild), etag)], cancellationToken);

    public Task<IReadOnlyList<string>> ListVisitorsAsync(string after, int count, CancellationToken cancellationToken) =>
        tables[TableNames.Visitors].ListPartitionsAsync(after, count, cancellationToken);

    public Task<IReadOnlyList<string>> ListLeadsAsync(string after, int count, CancellationToken cancellationToken) =>
        tables[TableNames.Leads].ListPartitionsAsync(after, count, cancellationToken);
}
