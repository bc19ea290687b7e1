using Azure.Data.Tables;
using Pipeline.Events;
using Pipeline.Events.Disowns;
using Pipeline.Identity;
using Pipeline.Records;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Identity;

/// <summary>
/// Visitors: partition = visitor id. Rows <c>s|{visitorId}</c> state, <c>s|{visitorId}|{n}</c> older visits, <c>e|{key}</c> events,
/// <c>l|{key}</c> links, <c>n|{key}</c> disowned claims, <c>u|{key}</c> undos, <c>w|{key}</c> decisions.
/// </summary>
internal sealed class VisitorTable(ITables tables) : IVisitorStore
{
    private const string FirstFact = "e|";
    private const string AfterFacts = "x";

    private readonly ITable _table = tables[TableNames.Visitors];

    public async Task<Versioned<VisitorState>> GetStateAsync(string visitorId, CancellationToken cancellationToken) =>
        JsonRow.ReadVersioned(await _table.GetAsync(visitorId, StateKey(visitorId), cancellationToken), IdentityJson.Stored.VisitorState);

    public async Task<Versioned<CapturedEvent>> GetEventAsync(string visitorId, string key, CancellationToken cancellationToken) =>
        EventRow.ReadVersioned(await _table.GetAsync(visitorId, EventRow.Key(key), cancellationToken));

    public async Task<Versioned<UndoFact>> GetUndoAsync(string visitorId, string linkKey, CancellationToken cancellationToken) =>
        JsonRow.ReadVersioned(await _table.GetAsync(visitorId, UndoKey(linkKey), cancellationToken), EventsJson.Stored.UndoFact);

    public async Task<VisitorFacts> GetFactsAsync(string visitorId, CancellationToken cancellationToken) =>
        Read(visitorId, await _table.QueryAsync(visitorId, FirstFact, AfterFacts, null, cancellationToken));

    public async Task<IReadOnlyList<VisitorFacts>> ListFactsAsync(string first, string last, CancellationToken cancellationToken) =>
    [
        .. (await _table.QueryPartitionsAsync(first, last, FirstFact, AfterFacts, cancellationToken))
            .GroupBy(row => row.PartitionKey, StringComparer.Ordinal)
            .Select(rows => Read(rows.Key, rows)),
    ];

    public async Task<IReadOnlyList<Visit>> GetOlderVisitsAsync(string visitorId, int row, CancellationToken cancellationToken) =>
        await _table.GetAsync(visitorId, OlderKey(visitorId, row), cancellationToken) is { } entity
            ? JsonRow.Read(entity, IdentityJson.Stored.VisitArray)
            : [];

    public async Task<string> CommitAsync(VisitorChange change, CancellationToken cancellationToken)
    {
        var id = change.VisitorId;
        var written = change.NewEvents.Concat(change.ReplacedEvents.Select(replaced => replaced.Event));
        List<RowWrite> writes =
        [
            .. change.NewEvents.Select(captured => RowWrite.Insert(EventRow.Write(id, captured))),
            .. change.ReplacedEvents.Select(replaced => RowWrite.Replace(EventRow.Write(id, replaced.Event), replaced.ETag)),
            .. written.Select(LinkFact.Of).OfType<LinkFact>().Select(link => RowWrite.Upsert(Link(link))),
            .. change.Consents.Select(consent => RowWrite.Upsert(
                JsonRow.Write(id, $"w|{consent.Key}", consent, EventsJson.Stored.ConsentFact))),
            .. change.Undos.Select(undo => RowWrite.Upsert(JsonRow.Write(id, UndoKey(undo.LinkKey), undo, EventsJson.Stored.UndoFact))),
            .. change.Disowns.Select(disown => RowWrite.Upsert(JsonRow.Write(id, $"n|{disown.Key}", disown, EventsJson.Stored.Disown))),
            .. change.RemovedLinks.Select(key => RowWrite.Remove(id, LinkKey(key))),
            .. change.OlderVisits.Select(older => RowWrite.Upsert(
                JsonRow.Write(id, OlderKey(id, older.Row), older.Visits.ToArray(), IdentityJson.Stored.VisitArray))),
            RowWrite.Replace(JsonRow.Write(id, StateKey(id), change.State, IdentityJson.Stored.VisitorState), change.StateETag),
        ];
        return (await _table.WriteAsync(writes, cancellationToken))[^1];
    }

    public async Task RemoveAsync(
        string visitorId, IReadOnlyCollection<string> eventKeys, IReadOnlyCollection<string> linkKeys, CancellationToken cancellationToken)
    {
        var rows = eventKeys.Select(EventRow.Key).Concat(linkKeys.Select(LinkKey));
        foreach (var batch in RowBatches.Of(rows.Select(key => RowWrite.Remove(visitorId, key))))
        {
            await _table.WriteAsync(batch, cancellationToken);
        }
    }

    private static VisitorFacts Read(string visitorId, IEnumerable<TableEntity> rows)
    {
        var events = new List<CapturedEvent>();
        var links = new List<LinkFact>();
        var undos = new List<UndoFact>();
        var consents = new List<ConsentFact>();
        var disowns = new List<Disown>();
        foreach (var row in rows)
        {
            switch (row.RowKey[0])
            {
                case 'e':
                    events.Add(EventRow.Read(row));
                    break;
                case 'l':
                    links.Add(JsonRow.Read(row, EventsJson.Stored.LinkFact));
                    break;
                case 'n':
                    disowns.Add(JsonRow.Read(row, EventsJson.Stored.Disown));
                    break;
                case 'u':
                    undos.Add(JsonRow.Read(row, EventsJson.Stored.UndoFact));
                    break;
                case 'w':
                    consents.Add(JsonRow.Read(row, EventsJson.Stored.ConsentFact));
                    break;
            }
        }

        return new VisitorFacts(visitorId, events, links, undos) { Consents = consents, Disowns = disowns };
    }

    private static string StateKey(string visitorId) => $"s|{visitorId}";

    private static string LinkKey(string key) => $"l|{key}";

    private static string UndoKey(string key) => $"u|{key}";

    private static string OlderKey(string visitorId, int row) => $"s|{visitorId}|{row:D6}";

    private static TableEntity Link(LinkFact link) =>
        JsonRow.Write(link.VisitorId, LinkKey(link.Key), link, EventsJson.Stored.LinkFact);
}
