using System.Collections.Concurrent;
using Azure.Storage.Queues;

namespace Pipeline.LocalHost.Queues;

/// <summary>One client for each queue; texts go and come as they are, the runtime encodes by itself.</summary>
internal sealed class QueueClients
{
    private readonly ConcurrentDictionary<(string ConnectionString, string Name), QueueClient> _clients = new();

    public QueueClient Get(string connectionString, string name) => _clients.GetOrAdd(
        (connectionString, name),
        key => new QueueClient(key.ConnectionString, key.Name, Options()));

    // The listener comes back by itself, so a call need not be repeated for long; a stop waits for it.
    private static QueueClientOptions Options() => new()
    {
        MessageEncoding = QueueMessageEncoding.None,
        Retry = { MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(400), NetworkTimeout = TimeSpan.FromSeconds(30) },
    };
}
