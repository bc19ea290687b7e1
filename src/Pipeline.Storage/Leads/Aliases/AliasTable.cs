using Azure.Data.Tables;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Leads.Aliases;

/// <summary>
/// Aliases among the leads: row <c>a|{leadId}</c> in the partition of the new address; hint <c>k|{leadId}|{aliasId}</c> in that of the lead
/// that stays.
/// </summary>
internal sealed class AliasTable(ITables tables) : IAliasStore
{
    public const string RowPrefix = "a|";

    private readonly ITable _table = tables[TableNames.Leads];

    public static string HintKey(string leadId, string aliasId) => $"k|{leadId}|{aliasId}";

    public async Task<Versioned<LeadAliases>> GetAsync(string leadId, CancellationToken cancellationToken) =>
        JsonRow.ReadVersioned(await _table.GetAsync(leadId, RowPrefix + leadId, cancellationToken), LeadJson.Stored.LeadAliases);

    public Task SaveAsync(LeadAliases aliases, string? etag, CancellationToken cancellationToken)
    {
        var row = JsonRow.Write(aliases.LeadId, RowPrefix + aliases.LeadId, aliases, LeadJson.Stored.LeadAliases);
        return _table.WriteAsync([RowWrite.Replace(row, etag)], cancellationToken);
    }

    public Task AddHintAsync(string leadId, string aliasId, CancellationToken cancellationToken) =>
        _table.WriteAsync([RowWrite.Upsert(new TableEntity(leadId, HintKey(leadId, aliasId)))], cancellationToken);
}
