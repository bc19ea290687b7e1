using Pipeline.Events;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Storage.Identity;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Leads.Facts;

/// <summary>
/// Clicks that wait for their lead: table Rejected, partition = lead id, rows <c>e|{key}</c>. Beside the rejected events, because nobody
/// vouches for the id; a lead that becomes known reads one partition.
/// </summary>
internal sealed class WaitingClickTable(ITables tables) : IWaitingClickStore
{
    private readonly ITable _table = tables[TableNames.Rejected];

    public async Task<Versioned<CapturedEvent>> GetAsync(string leadId, string key, CancellationToken cancellationToken) =>
        EventRow.ReadVersioned(await _table.GetAsync(leadId, EventRow.Key(key), cancellationToken));

    public Task PutAsync(CapturedEvent click, string? etag, CancellationToken cancellationToken) =>
        _table.WriteAsync([RowWrite.Replace(EventRow.Write(click.LeadId!, click), etag)], cancellationToken);

    public async Task<IReadOnlyList<Versioned<CapturedEvent>>> ListAsync(string leadId, CancellationToken cancellationToken) =>
        [.. (await _table.QueryAsync(leadId, EventRow.Key(string.Empty), null, null, cancellationToken)).Select(EventRow.ReadVersioned)];

    public Task RemoveAsync(string leadId, string key, string etag, CancellationToken cancellationToken) =>
        _table.RemoveIfUnchangedAsync(leadId, EventRow.Key(key), etag, cancellationToken);
}
