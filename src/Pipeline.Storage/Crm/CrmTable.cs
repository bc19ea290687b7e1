using Pipeline.Crm;
using Pipeline.Crm.Facts;
using Pipeline.Records;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Crm;

/// <summary>
/// Uploaded facts about leads, in table Leads: partition = lead id, rows <c>c|{key}</c> CRM facts and <c>t|{key}</c> offline touches;
/// partition = key of an opportunity, row <c>o|{key}</c>.
/// </summary>
internal sealed class CrmTable(ITables tables) : ICrmStore
{
    public const string FactPrefix = "c|";
    public const string TouchPrefix = "t|";

    private readonly ITable _table = tables[TableNames.Leads];

    public async Task<Versioned<CrmFact>> GetFactAsync(string leadId, string key, CancellationToken cancellationToken) =>
        JsonRow.ReadVersioned(await _table.GetAsync(leadId, FactPrefix + key, cancellationToken), CrmJson.Stored.CrmFact);

    public Task PutFactAsync(CrmFact fact, string? etag, CancellationToken cancellationToken)
    {
        var row = JsonRow.Write(fact.LeadId, FactPrefix + fact.Key, fact, CrmJson.Stored.CrmFact);
        return _table.WriteAsync([RowWrite.Replace(row, etag)], cancellationToken);
    }

    public async Task<Versioned<OpportunityRecord>> GetOpportunityAsync(string key, CancellationToken cancellationToken) =>
        JsonRow.ReadVersioned(await _table.GetAsync(key, OpportunityKey(key), cancellationToken), CrmJson.Stored.OpportunityRecord);

    public Task PutOpportunityAsync(OpportunityRecord record, string? etag, CancellationToken cancellationToken)
    {
        var key = OpportunityRecord.KeyOf(record.Opportunity);
        var row = JsonRow.Write(key, OpportunityKey(key), record, CrmJson.Stored.OpportunityRecord);
        return _table.WriteAsync([RowWrite.Replace(row, etag)], cancellationToken);
    }

    public async Task<Versioned<OfflineTouch>> GetTouchAsync(string leadId, string key, CancellationToken cancellationToken) =>
        JsonRow.ReadVersioned(await _table.GetAsync(leadId, TouchPrefix + key, cancellationToken), CrmJson.Stored.OfflineTouch);

    public Task PutTouchAsync(OfflineTouch touch, string? etag, CancellationToken cancellationToken)
    {
        var row = JsonRow.Write(touch.LeadId, TouchPrefix + touch.Key, touch, CrmJson.Stored.OfflineTouch);
        return _table.WriteAsync([RowWrite.Replace(row, etag)], cancellationToken);
    }

    private static string OpportunityKey(string key) => $"o|{key}";
}
