using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Pipeline.Crm.Facts;
using Pipeline.Events;
using Pipeline.Events.Disowns;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Storage.Crm;
using Pipeline.Storage.Identity;
using Pipeline.Storage.Leads.Aliases;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Leads.Facts;

/// <summary>
/// Leads: partition = lead id. Rows <c>profile|{leadId}</c> profile, <c>v|{leadId}|{visitorId}</c> linked visitors, <c>e|{key}</c> events
/// known by e-mail address alone, <c>n|{key}</c> disowned claims, <c>c|{key}</c> CRM facts, <c>t|{key}</c> offline touches,
/// <c>h|{leadId}|{n}</c> hand-offs, <c>a|</c> and <c>k|</c> aliases (<see cref="AliasTable"/>).
/// </summary>
internal sealed class LeadTable(ITables tables) : ILeadStore
{
    private const string HandoffPrefix = "h|";
    private const string DisownPrefix = "n|";

    // What does not fit the transaction is written by the next refresh. With the longest profile it is sent as 3.3 of the service's 4 MiB.
    private const int MaxHandoffs = 98;

    // A row holds 1 MiB, and a character of its texts takes two bytes.
    private const int MaxCharacters = 510_000;

    private readonly ITable _table = tables[TableNames.Leads];

    public async Task<Versioned<LeadProfile>> GetProfileAsync(string leadId, CancellationToken cancellationToken)
    {
        var stored = JsonRow.ReadVersioned(
            await _table.GetAsync(leadId, ProfileKey(leadId), cancellationToken), LeadJson.Stored.LeadProfile);
        return stored.Value is null ? stored : new Versioned<LeadProfile>(stored.Value.Unpacked(), stored.ETag);
    }

    public Task SaveProfileAsync(
        LeadProfile profile, string? etag, IReadOnlyList<HandoffWrite> handoffs, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.Serialize(profile.Packed(), LeadJson.Stored.LeadProfile);
        if (text.Length > MaxCharacters)
        {
            throw new InvalidDataException(
                $"The profile of lead {profile.LeadId} has {text.Length} characters, more than the {MaxCharacters} that a row can hold; "
                    + "the lead's facts are kept.");
        }

        var row = JsonRow.WriteText(profile.LeadId, ProfileKey(profile.LeadId), text);
        return _table.WriteAsync([RowWrite.Replace(row, etag), .. handoffs.Take(MaxHandoffs).Select(Write)], cancellationToken);
    }

    public Task RemoveProfileAsync(string leadId, string etag, IReadOnlyList<HandoffWrite> handoffs, CancellationToken cancellationToken) =>
        _table.WriteAsync(
            [RowWrite.Remove(leadId, ProfileKey(leadId), etag), .. handoffs.Take(MaxHandoffs).Select(Write)], cancellationToken);

    public async Task<Versioned<Handoff>> GetHandoffAsync(string leadId, int entry, CancellationToken cancellationToken) =>
        JsonRow.ReadVersioned(await _table.GetAsync(leadId, HandoffKey(leadId, entry), cancellationToken), LeadJson.Stored.Handoff);

    public Task SaveHandoffAsync(Handoff handoff, string? etag, CancellationToken cancellationToken) =>
        _table.WriteAsync([Write(new HandoffWrite(handoff, etag))], cancellationToken);

    public async Task<LeadFacts> GetFactsAsync(string leadId, CancellationToken cancellationToken)
    {
        var visitors = new SortedSet<string>(StringComparer.Ordinal);
        var events = new List<CapturedEvent>();
        var crm = new List<CrmFact>();
        var touches = new List<OfflineTouch>();
        var disowns = new List<Disown>();
        LeadAliases? aliases = null;
        var aliasIds = new List<string>();
        var handoffs = new List<Versioned<Handoff>>();
        var visitorPrefix = VisitorKey(leadId, string.Empty);
        var aliasPrefix = AliasTable.HintKey(leadId, string.Empty);
        foreach (var row in await _table.QueryAsync(leadId, AliasTable.RowPrefix, null, null, cancellationToken))
        {
            if (row.RowKey.StartsWith("e|", StringComparison.Ordinal))
            {
                events.Add(EventRow.Read(row));
            }
            else if (row.RowKey.StartsWith(CrmTable.FactPrefix, StringComparison.Ordinal))
            {
                crm.Add(JsonRow.Read(row, CrmJson.Stored.CrmFact));
            }
            else if (row.RowKey.StartsWith(CrmTable.TouchPrefix, StringComparison.Ordinal))
            {
                touches.Add(JsonRow.Read(row, CrmJson.Stored.OfflineTouch));
            }
            else if (row.RowKey.StartsWith(DisownPrefix, StringComparison.Ordinal))
            {
                disowns.Add(JsonRow.Read(row, EventsJson.Stored.Disown));
            }
            else if (row.RowKey.StartsWith(visitorPrefix, StringComparison.Ordinal))
            {
                visitors.Add(row.RowKey[visitorPrefix.Length..]);
            }
            else if (row.RowKey.StartsWith(HandoffPrefix, StringComparison.Ordinal))
            {
                handoffs.Add(JsonRow.ReadVersioned(row, LeadJson.Stored.Handoff));
            }
            else if (row.RowKey.StartsWith(aliasPrefix, StringComparison.Ordinal))
            {
                aliasIds.Add(row.RowKey[aliasPrefix.Length..]);
            }
            else if (row.RowKey.StartsWith(AliasTable.RowPrefix, StringComparison.Ordinal))
            {
                aliases = JsonRow.Read(row, LeadJson.Stored.LeadAliases);
            }
        }

        return new LeadFacts(leadId, [.. visitors], events)
        {
            Crm = crm,
            Touches = touches,
            Disowns = disowns,
            Aliases = aliases,
            AliasIds = aliasIds,
            Handoffs = handoffs,
        };
    }

    public Task AddVisitorAsync(string leadId, string visitorId, CancellationToken cancellationToken) =>
        _table.WriteAsync([RowWrite.Upsert(new TableEntity(leadId, VisitorKey(leadId, visitorId)))], cancellationToken);

    public async Task<string?> GetVisitorETagAsync(string leadId, string visitorId, CancellationToken cancellationToken) =>
        (await _table.GetAsync(leadId, VisitorKey(leadId, visitorId), cancellationToken))?.ETag.ToString();

    public Task RemoveVisitorAsync(string leadId, string visitorId, string etag, CancellationToken cancellationToken) =>
        _table.RemoveIfUnchangedAsync(leadId, VisitorKey(leadId, visitorId), etag, cancellationToken);

    public async Task<Versioned<Disown>> GetDisownAsync(string leadId, string key, CancellationToken cancellationToken) =>
        JsonRow.ReadVersioned(await _table.GetAsync(leadId, DisownPrefix + key, cancellationToken), EventsJson.Stored.Disown);

    public Task PutDisownAsync(Disown disown, string? etag, CancellationToken cancellationToken) =>
        _table.WriteAsync(
            [RowWrite.Replace(JsonRow.Write(disown.LeadId, DisownPrefix + disown.Key, disown, EventsJson.Stored.Disown), etag)],
            cancellationToken);

    public async Task<Versioned<CapturedEvent>> GetEventAsync(string leadId, string key, CancellationToken cancellationToken) =>
        EventRow.ReadVersioned(await _table.GetAsync(leadId, EventRow.Key(key), cancellationToken));

    public Task PutEventAsync(string leadId, CapturedEvent captured, string? etag, CancellationToken cancellationToken) =>
        _table.WriteAsync([RowWrite.Replace(EventRow.Write(leadId, captured), etag)], cancellationToken);

    private static RowWrite Write(HandoffWrite write) => RowWrite.Replace(
        JsonRow.Write(write.Handoff.LeadId, HandoffKey(write.Handoff.LeadId, write.Handoff.Entry), write.Handoff, LeadJson.Stored.Handoff),
        write.ETag);

    private static string HandoffKey(string leadId, int entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{HandoffPrefix}{leadId}|{entry}");

    private static string ProfileKey(string leadId) => $"profile|{leadId}";

    private static string VisitorKey(string leadId, string visitorId) => $"v|{leadId}|{visitorId}";
}
