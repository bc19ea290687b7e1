using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Pipeline.LocalHost.Functions;
using Pipeline.LocalHost.Settings;

namespace Pipeline.LocalHost.Queues;

/// <summary>Fetches a queue's messages in batches and has them processed, at most batch size + threshold at once.</summary>
internal sealed class QueueListener : IFunctionListener
{
    // The client retries in silence, so a connection that hangs would show as nothing but messages that are late.
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(10);

    private readonly QueueClient _queue;
    private readonly QueueMessageProcessor _processor;
    private readonly QueueSettings _settings;
    private readonly TimeProvider _time;
    private readonly InvocationTracker _running;
    private readonly ILogger _logger;
    private readonly PollingDelay _delay;
    private readonly Lock _lock = new();
    private TaskCompletionSource _wake = NewSignal();
    private int _inFlight;
    private bool _created;
    private bool _unreachable;
    private Task _loop = Task.CompletedTask;

    public QueueListener(
        QueueClient queue,
        QueueMessageProcessor processor,
        QueueSettings settings,
        TimeProvider time,
        InvocationTracker running,
        ILogger logger)
    {
        _queue = queue;
        _processor = processor;
        _settings = settings;
        _time = time;
        _running = running;
        _logger = logger;
        _delay = new PollingDelay(settings.MaxPollingInterval, Random.Shared.NextDouble);
    }

    public async Task StartAsync(CancellationToken stopping)
    {
        await TryCreateAsync(stopping);
        _loop = LoopAsync(stopping);
    }

    public Task WaitForEndAsync() => _loop;

    public Task RunNowAsync(string input, CancellationToken cancellationToken) => _processor.RunAsync(input, cancellationToken);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task LoopAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            Task wake;
            int inFlight;
            lock (_lock)
            {
                if (_wake.Task.IsCompleted)
                {
                    _wake = NewSignal();
                }

                wake = _wake.Task;
                inFlight = _inFlight;
            }

            if (inFlight > _settings.NewBatchThreshold)
            {
                await WaitAsync(wake, stopping);
                continue;
            }

            var messages = await ReceiveAsync(stopping);
            foreach (var message in messages)
            {
                lock (_lock)
                {
                    _inFlight++;
                }

                _ = ProcessAsync(message);
            }

            var delay = _delay.Next(messages.Length > 0);
            if (delay > TimeSpan.Zero)
            {
                await WaitForPollAsync(wake, delay, stopping);
            }
        }
    }

    private async Task ProcessAsync(QueueMessage message)
    {
        using var run = _running.Begin();
        try
        {
            await Task.Yield();
            await _processor.ProcessAsync(message, _running.Cancellation);
        }
        catch (Exception exception)
        {
            _logger.LogError(
                exception,
                "Message {MessageId} of queue {Queue} could not be settled; it comes back when its lease ends.",
                message.MessageId,
                _queue.Name);
        }
        finally
        {
            int inFlight;
            lock (_lock)
            {
                inFlight = --_inFlight;
            }

            if (inFlight == _settings.NewBatchThreshold)
            {
                Signal();
            }
        }
    }

    private async Task<QueueMessage[]> ReceiveAsync(CancellationToken stopping)
    {
        if (!_created && !await TryCreateAsync(stopping))
        {
            return [];
        }

        try
        {
            var asked = _time.GetTimestamp();

            // Not cancelled by the stop: messages of an abandoned answer would stay hidden for a whole lease.
            var answer = await _queue.ReceiveMessagesAsync(_settings.BatchSize, _settings.Lease, _running.Cancellation);
            _unreachable = false;
            if (_time.GetElapsedTime(asked) is var waited && waited > SlowAnswer)
            {
                _logger.LogWarning("Queue {Queue} gave its messages only after {Waited} and retries.", _queue.Name, waited);
            }

            return answer.Value;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return [];
        }
        catch (Exception exception)
        {
            Report(exception, stopping);
            return [];
        }
    }

    private async Task<bool> TryCreateAsync(CancellationToken stopping)
    {
        try
        {
            await _queue.CreateIfNotExistsAsync(cancellationToken: stopping);
            _created = true;
            _unreachable = false;
        }
        catch (Exception exception)
        {
            Report(exception, stopping);
        }

        return _created;
    }

    private void Report(Exception exception, CancellationToken stopping)
    {
        if (!_unreachable && !stopping.IsCancellationRequested)
        {
            _logger.LogWarning(exception, "Queue {Queue} cannot be read; trying again until it can.", _queue.Name);
        }

        _unreachable = true;
    }

    private void Signal()
    {
        lock (_lock)
        {
            _wake.TrySetResult();
        }
    }

    private static async Task WaitAsync(Task wake, CancellationToken stopping)
    {
        try
        {
            await wake.WaitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task WaitForPollAsync(Task wake, TimeSpan delay, CancellationToken stopping)
    {
        try
        {
            await wake.WaitAsync(delay, _time, stopping);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
        }
    }
}
