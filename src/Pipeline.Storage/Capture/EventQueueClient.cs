using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Capture;

/// <summary>Makes the client of capture's queue, whose caller retries.</summary>
internal static class EventQueueClient
{
    public static QueueClient Create(IConfiguration configuration, string connection)
    {
        var options = StorageClients.QueueOptions();

        // Group commit retries, within two seconds in all; one hung connection must leave time for another try.
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(1);
        return StorageClients.Queues(configuration, connection, options).GetQueueClient(QueueNames.Events);
    }
}
