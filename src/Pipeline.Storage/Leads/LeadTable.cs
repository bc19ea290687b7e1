using Azure.Data.Tables;
using Pipeline.Capture;
using Pipeline.Crm;
using Pipeline.Leads;
using Pipeline.Records;
using Pipeline.Storage.Identity;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Leads;

/// <summary>
/// Leads: partition = lead id. Rows <c>profile|{leadId}</c> profile, <c>v|{leadId}|{visitorId}</c> linked visitors, <c>e|{key}</c> events
/// known by e-mail address alone, <c>c|{key}</c> CRM facts, <c>t|{key}</c> offline touches.
/// </summary>
internal sealed class LeadTable(ITables tables) : ILeadStore
{
    private readonly ITable table = tables[TableNames.Leads];

    public async Task<Versioned<LeadProfile>> GetProfileAsync(string leadId, CancellationToken cancellationToken) =>
        JsonRow.ReadVersioned(await table.GetAsync(leadId, ProfileKey(leadId), cancellationToken), RecordJson.Stored.LeadProfile);

    public Task SaveProfileAsync(LeadProfile profile, string? etag, CancellationToken cancellationToken)
    {
        var row = JsonRow.Write(profile.LeadId, ProfileKey(profile.LeadId), profile, RecordJson.Stored.LeadProfile);
        return table.WriteAsync([RowWrite.Replace(row, etag)], cancellationToken);
    }

    public Task RemoveProfileAsync(string leadId, string etag, CancellationToken cancellationToken) =>
        table.WriteAsync([RowWrite.Remove(leadId, ProfileKey(leadId), etag)], cancellationToken);

    public async Task<LeadFacts> GetFactsAsync(string leadId, CancellationToken cancellationToken)
    {
        var visitors = new SortedSet<string>(StringComparer.Ordinal);
        var events = new List<CapturedEvent>();
        var crm = new List<CrmFact>();
        var touches = new List<OfflineTouch>();
        var visitorPrefix = VisitorKey(leadId, string.Empty);
        foreach (var row in await table.QueryAsync(leadId, CrmTable.FactPrefix, null, null, cancellationToken))
        {
            if (row.RowKey.StartsWith("e|", StringComparison.Ordinal))
            {
                events.Add(EventRow.Read(row));
            }
            else if (row.RowKey.StartsWith(CrmTable.FactPrefix, StringComparison.Ordinal))
            {
                crm.Add(JsonRow.Read(row, RecordJson.Stored.CrmFact));
            }
            else if (row.RowKey.StartsWith(CrmTable.TouchPrefix, StringComparison.Ordinal))
            {
                touches.Add(JsonRow.Read(row, RecordJson.Stored.OfflineTouch));
            }
            else if (row.RowKey.StartsWith(visitorPrefix, StringComparison.Ordinal))
            {
                visitors.Add(row.RowKey[visitorPrefix.Length..]);
            }
        }

        return new LeadFacts(leadId, [.. visitors], events) { Crm = crm, Touches = touches };
    }

    public Task AddVisitorAsync(string leadId, string visitorId, CancellationToken cancellationToken) =>
        table.WriteAsync([RowWrite.Upsert(new TableEntity(leadId, VisitorKey(leadId, visitorId)))], cancellationToken);

    public async Task<Versioned<CapturedEvent>> GetEventAsync(string leadId, string key, CancellationToken cancellationToken) =>
        EventRow.ReadVersioned(await table.GetAsync(leadId, EventRow.Key(key), cancellationToken));

    public Task PutEventAsync(string leadId, CapturedEvent captured, string? etag, CancellationToken cancellationToken) =>
        table.WriteAsync([RowWrite.Replace(EventRow.Write(leadId, captured), etag)], cancellationToken);

    private static string ProfileKey(string leadId) => $"profile|{leadId}";

    private static string VisitorKey(string leadId, string visitorId) => $"v|{leadId}|{visitorId}";
}
