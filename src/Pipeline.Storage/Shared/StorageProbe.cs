using Azure.Storage.Queues;
using Pipeline.Health;
using Pipeline.Records;

namespace Pipeline.Storage.Shared;

/// <summary>Asks the account.</summary>
internal sealed class StorageProbe(ITables tables, QueueServiceClient queues) : IStorageProbe
{
    private readonly ITable table = tables[TableNames.Settings];
    private readonly QueueClient queue = queues.GetQueueClient(QueueNames.Events);

    public Task ReadTableAsync(CancellationToken cancellationToken) => table.GetAsync("health", "health", cancellationToken);

    public Task ReadQueueAsync(CancellationToken cancellationToken) => queue.GetPropertiesAsync(cancellationToken);
}
