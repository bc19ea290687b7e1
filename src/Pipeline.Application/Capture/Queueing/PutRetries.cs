using System.Runtime.ExceptionServices;
using Polly;
using Polly.Retry;

namespace Pipeline.Capture.Queueing;

// Tries a put again, with growing, jittered pauses, until the time for all tries is up. The first try is made without Polly, which is
// told of it only when it fails: nearly every put succeeds at once, and at one request per put the strategies cost as much as the rest of
// it.
internal sealed class PutRetries(IEventQueue queue, TimeSpan total, TimeProvider time)
{
    private readonly ResiliencePipeline _retries = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<Exception>(fault => fault is not OperationCanceledException),
        })
        .Build();

    // Of a put before, not in use.
    private CancellationTokenSource? _deadline;

    public async Task SendAsync(ReadOnlyMemory<byte> message)
    {
        var deadline = Interlocked.Exchange(ref _deadline, null) ?? new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        deadline.CancelAfter(total);
        try
        {
            await queue.SendAsync(message, deadline.Token);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await _retries.ExecuteAsync(
                static async (tries, token) => await tries.NextAsync(token), new Tries(queue, message, fault), deadline.Token);
        }
        finally
        {
            if (!deadline.TryReset() || Interlocked.CompareExchange(ref _deadline, deadline, null) is not null)
            {
                deadline.Dispose();
            }
        }
    }

    private sealed class Tries(IEventQueue queue, ReadOnlyMemory<byte> message, Exception first)
    {
        private Exception? _first = first;

        public Task NextAsync(CancellationToken cancellationToken)
        {
            if (_first is { } fault)
            {
                _first = null;
                ExceptionDispatchInfo.Throw(fault);
            }

            return queue.SendAsync(message, cancellationToken);
        }
    }
}
