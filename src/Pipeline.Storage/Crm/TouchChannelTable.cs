using Azure.Data.Tables;
using Pipeline.Crm;
using Pipeline.Records;
using Pipeline.Storage.Shared;
using Pipeline.Text;

namespace Pipeline.Storage.Crm;

/// <summary>Channels of touches, in table Inputs: partition <c>channel</c>, rows <c>channel|{hash of the folded name}</c>.</summary>
internal sealed class TouchChannelTable(ITables tables) : ITouchChannelStore
{
    private const string Partition = "channel";
    private const string Name = "Name";

    private readonly ITable _table = tables[TableNames.Inputs];

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await _table.QueryAsync(Partition, Partition, null, null, cancellationToken)).Select(row => row.GetString(Name)!)];

    public async Task AddAsync(string channel, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition, $"{Partition}|{FactKey.Of(NameFold.Of(channel))}") { [Name] = channel };
        try
        {
            await _table.WriteAsync([RowWrite.Insert(row)], cancellationToken);
        }
        catch (StorageConflictException)
        {
            // Another upload has noted it meanwhile.
        }
    }
}
