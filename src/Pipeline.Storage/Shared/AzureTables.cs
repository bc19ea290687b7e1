using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace Pipeline.Storage.Shared;

/// <summary>Tables of one storage account.</summary>
internal sealed class AzureTables(TableServiceClient service, StorageOptions options) : ITables
{
    private readonly ConcurrentDictionary<string, ITable> _tables = new(StringComparer.Ordinal);

    public ITable this[string name] => _tables.GetOrAdd(name, key => new AzureTable(service.GetTableClient(options.TablePrefix + key)));
}
