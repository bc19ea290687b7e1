using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Pipeline.LocalHost.Queues;

/// <summary>Keeps a message hidden from others while its function runs, by renewing its visibility at half of it.</summary>
internal sealed class MessageLease : IDisposable
{
    private readonly QueueClient _queue;
    private readonly QueueMessage _message;
    private readonly TimeSpan _length;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewal;
    private string _receipt;

    public MessageLease(QueueClient queue, QueueMessage message, TimeSpan length, TimeProvider time, ILogger logger)
    {
        _queue = queue;
        _message = message;
        _length = length;
        _time = time;
        _logger = logger;
        _receipt = message.PopReceipt;
        _renewal = RenewAsync();
    }

    /// <summary>Whether the error means that the message belongs to somebody else by now.</summary>
    public static bool IsLoss(RequestFailedException exception) =>
        exception.ErrorCode == QueueErrorCode.PopReceiptMismatch
            || exception.ErrorCode == QueueErrorCode.MessageNotFound
            || exception.ErrorCode == QueueErrorCode.QueueNotFound;

    /// <summary>Stops renewing.</summary>
    /// <returns>The receipt that is valid now.</returns>
    public async Task<string> EndAsync()
    {
        await _ended.CancelAsync();
        await _renewal;
        return _receipt;
    }

    public void Dispose() => _ended.Dispose();

    private async Task RenewAsync()
    {
        var wait = _length / 2;
        while (true)
        {
            try
            {
                await Task.Delay(wait, _time, _ended.Token);

                // Not cancelled by the end: the receipt that the service would have given must not be lost.
                var renewed = await _queue.UpdateMessageAsync(_message.MessageId, _receipt, (string?)null, _length, CancellationToken.None);
                _receipt = renewed.Value.PopReceipt;
                wait = _length / 2;
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
            catch (RequestFailedException exception) when (IsLoss(exception))
            {
                _logger.LogWarning(
                    "Message {MessageId} of queue {Queue} could not be kept: another receiver has it.", _message.MessageId, _queue.Name);
                return;
            }
            catch (Exception exception)
            {
                _logger.LogWarning(
                    exception, "Message {MessageId} of queue {Queue} could not be renewed; trying again.", _message.MessageId, _queue.Name);
                wait = _length / 8;
            }
        }
    }
}
