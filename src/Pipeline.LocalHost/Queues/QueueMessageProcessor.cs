using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Pipeline.LocalHost.Functions;
using Pipeline.LocalHost.Settings;

namespace Pipeline.LocalHost.Queues;

/// <summary>Runs the function for one message and settles the message: deleted, put back, or moved to the poison queue.</summary>
internal sealed class QueueMessageProcessor(
    HostedFunction function,
    IFunctionInvoker worker,
    QueueClient queue,
    PoisonQueue poison,
    QueueSettings settings,
    TimeProvider time,
    ILogger logger)
{
    public async Task ProcessAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        if (message.DequeueCount > settings.MaxDequeueCount)
        {
            await MoveToPoisonAsync(message, message.PopReceipt, "was delivered too often", cancellationToken);
            return;
        }

        if (Decode(message) is not { } body)
        {
            await MoveToPoisonAsync(message, message.PopReceipt, "is not Base64", cancellationToken);
            return;
        }

        if (message.DequeueCount > 1)
        {
            logger.LogInformation(
                "Message {MessageId} of queue {Queue} is delivered again, try {Try} of {Tries}.",
                message.MessageId,
                queue.Name,
                message.DequeueCount,
                settings.MaxDequeueCount);
        }

        using var lease = new MessageLease(queue, message, settings.Lease, time, logger);
        var succeeded = false;
        try
        {
            await RunAsync(message, body, cancellationToken);
            succeeded = true;
        }
        catch (Exception exception)
        {
            logger.LogError(
                exception, "Function {Function} failed on message {MessageId}, try {Try} of {Tries}.",
                function.Name, message.MessageId, message.DequeueCount, settings.MaxDequeueCount);
        }

        var receipt = await lease.EndAsync();
        if (succeeded)
        {
            await IgnoreLossAsync(queue.DeleteMessageAsync(message.MessageId, receipt, cancellationToken));
        }
        else if (message.DequeueCount >= settings.MaxDequeueCount)
        {
            await MoveToPoisonAsync(message, receipt, "failed its last try", cancellationToken);
        }
        else
        {
            await IgnoreLossAsync(queue.UpdateMessageAsync(
                message.MessageId, receipt, (string?)null, settings.VisibilityTimeout, cancellationToken));
        }
    }

    /// <summary>Runs the function for a text that is in no queue.</summary>
    public async Task RunAsync(string text, CancellationToken cancellationToken)
    {
        var body = BinaryData.FromString(text);
        var now = time.GetUtcNow();
        var message = QueuesModelFactory.QueueMessage(Guid.NewGuid().ToString(), "", body, 1, now, now, now + TimeSpan.FromDays(7));
        try
        {
            await RunAsync(message, body, cancellationToken);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Function {Function} failed when run by hand.", function.Name);
        }
    }

    private Task RunAsync(QueueMessage message, BinaryData body, CancellationToken cancellationToken)
    {
        var isBinary = ((QueueFunctionTrigger)function.Trigger).IsBinary;
        return worker.InvokeAsync(function, QueueDelivery.Input(body, isBinary), QueueDelivery.Metadata(message, body), cancellationToken);
    }

    private BinaryData? Decode(QueueMessage message)
    {
        if (!settings.Base64)
        {
            return message.Body;
        }

        var text = message.Body.ToString();
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? BinaryData.FromBytes(bytes.AsMemory(0, length)) : null;
    }

    private async Task MoveToPoisonAsync(QueueMessage message, string receipt, string reason, CancellationToken cancellationToken)
    {
        if (!poison.Exists)
        {
            logger.LogError(
                "Message {MessageId} of queue {Queue} {Reason}; that queue has no poison queue, so the message comes back.",
                message.MessageId,
                queue.Name,
                reason);
            return;
        }

        logger.LogError(
            "Message {MessageId} of queue {Queue} {Reason}; moved to {Poison}.", message.MessageId, queue.Name, reason, poison.Name);
        await poison.AddAsync(message.Body, cancellationToken);
        await IgnoreLossAsync(queue.DeleteMessageAsync(message.MessageId, receipt, cancellationToken));
    }

    /// <summary>Another receiver may own the message by now, or it is gone; then there is nothing left to settle.</summary>
    private static async Task IgnoreLossAsync<T>(Task<T> settle)
    {
        try
        {
            await settle;
        }
        catch (RequestFailedException exception) when (MessageLease.IsLoss(exception))
        {
        }
    }
}
