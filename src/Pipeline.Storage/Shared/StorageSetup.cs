using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Hosting;

namespace Pipeline.Storage.Shared;

/// <summary>Creates missing queues and tables at start, so that a new account works at once.</summary>
internal sealed class StorageSetup(QueueServiceClient queues, TableServiceClient tables, StorageOptions options) : IHostedService
{
    private static readonly string[] Queues = [QueueNames.Events, QueueNames.Scores, QueueNames.Handoffs, QueueNames.Rollups];

    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(
        [
            .. Queues.Concat(Queues.Select(name => name + QueueNames.PoisonSuffix)).Select(name => queues.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)),
            .. TableNames.All.Select(name => tables.CreateTableIfNotExistsAsync(options.TablePrefix + name, cancellationToken)),
        ]);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
