using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Pipeline.Capture.Queueing;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Capture;

/// <summary>
/// The <c>events</c> queue in Azure Queue Storage. One call per message; a missing queue is made when it is first needed.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue, though no collection.")]
public sealed class StorageEventQueue : IEventQueue
{
    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);

    private readonly QueueClient _queue;

    /// <summary>Makes the queue.</summary>
    /// <param name="connect">Makes the client of the queue with the options that it is given.</param>
    public StorageEventQueue(Func<QueueClientOptions, QueueClient> connect)
    {
        var options = StorageClients.QueueOptions();

        // Group commit retries, within two seconds in all; one hung connection must leave time for another try.
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(1);
        options.AddPolicy(new PreparedMessage(), HttpPipelinePosition.PerCall);
        _queue = connect(options);
    }

    /// <inheritdoc/>
    /// <exception cref="RequestFailedException">The service refused the message or could not be reached.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            await SendToExistingAsync(message, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await _queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await SendToExistingAsync(message, cancellationToken);
        }
    }

    private async Task SendToExistingAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        using (PreparedMessage.Scope(message))
        {
            await _queue.SendMessageAsync(BinaryData.Empty, visibilityTimeout: null, NeverExpires, cancellationToken);
        }
    }
}
