using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Pipeline.Records;

namespace Pipeline.Storage.Shared;

/// <summary>Queues of Azure Queue Storage; Base64, because that is what the triggers read.</summary>
internal sealed class StorageWorkQueue(QueueServiceClient service) : IWorkQueue
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    private readonly ConcurrentDictionary<string, QueueClient> _clients = new(StringComparer.Ordinal);

    public Task SendAsync(string queue, string message, CancellationToken cancellationToken) =>
        _clients.GetOrAdd(queue, service.GetQueueClient).SendMessageAsync(message, timeToLive: Never, cancellationToken: cancellationToken);

    public Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken) =>
        _clients.GetOrAdd(queue, service.GetQueueClient).SendMessageAsync(message, delay, Never, cancellationToken);
}
