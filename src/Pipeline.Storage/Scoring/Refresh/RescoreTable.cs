using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Scoring.Refresh;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Scoring.Refresh;

/// <summary>Settings: partition <c>rescore</c>, row <c>rescore|job</c>.</summary>
internal sealed class RescoreTable(ITables tables) : IRescoreStore
{
    private const string Partition = "rescore";
    private const string Key = "rescore|job";

    private readonly ITable _table = tables[TableNames.Settings];

    public async Task<Versioned<RescoreJob>> GetAsync(CancellationToken cancellationToken) =>
        JsonRow.ReadVersioned(await _table.GetAsync(Partition, Key, cancellationToken), LeadJson.Stored.RescoreJob);

    public Task SaveAsync(RescoreJob job, string? etag, CancellationToken cancellationToken) =>
        _table.WriteAsync([RowWrite.Replace(JsonRow.Write(Partition, Key, job, LeadJson.Stored.RescoreJob), etag)], cancellationToken);
}
