using Azure.Storage.Queues;
using Pipeline.Health;
using Pipeline.Records;

namespace Pipeline.Storage.Shared;

/// <summary>Asks the account.</summary>
internal sealed class StorageProbe(ITables tables, QueueServiceClient queues) : IStorageProbe
{
    private readonly ITable _table = tables[TableNames.Settings];
    private readonly QueueClient _queue = queues.GetQueueClient(QueueNames.Events);

    public Task ReadTableAsync(CancellationToken cancellationToken) => _table.GetAsync("health", "health", cancellationToken);

    public Task ReadQueueAsync(CancellationToken cancellationToken) => _queue.GetPropertiesAsync(cancellationToken);
}
