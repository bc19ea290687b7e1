using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Pipeline.Capture.Queueing;

namespace Pipeline.Storage.Capture;

/// <summary>The <c>events</c> queue in Azure Queue Storage. One call per message; a missing queue is made when it is first needed.</summary>
/// <param name="queue">Client of the queue, with Base64 encoding and without retries of its own: group commit retries.</param>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue, though no collection.")]
public sealed class StorageEventQueue(QueueClient queue) : IEventQueue
{
    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);

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
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await SendToExistingAsync(message, cancellationToken);
        }
    }

    private async Task SendToExistingAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        await queue.SendMessageAsync(new BinaryData(message), visibilityTimeout: null, NeverExpires, cancellationToken);
}
