using Polly;
using Polly.Retry;

namespace Pipeline.Records;

/// <summary>
/// Repeats a read-compute-write on <see cref="StorageConflictException"/>: up to 10 tries, 10 ms to 500 ms apart, exponential with jitter.
/// What still conflicts then goes back to the queue by the exception.
/// </summary>
public sealed class ConflictRetry
{
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Makes the retry.</summary>
    /// <param name="timeProvider">Clock of the waits.</param>
    public ConflictRetry(TimeProvider timeProvider) =>
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<StorageConflictException>(),
                MaxRetryAttempts = 9,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(10),
                MaxDelay = TimeSpan.FromMilliseconds(500),
                UseJitter = true,
            })
            .Build();

    /// <summary>Runs a read-compute-write until it meets no conflict.</summary>
    /// <typeparam name="T">Result.</typeparam>
    /// <param name="attempt">Reads, computes and writes; must be safe to repeat from its beginning.</param>
    /// <param name="cancellationToken">Ends the waits.</param>
    /// <returns>What the try without a conflict gave.</returns>
    /// <exception cref="StorageConflictException">Every try met a conflict.</exception>
    public ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancellationToken) =>
        _pipeline.ExecuteAsync(static (run, token) => run(token), attempt, cancellationToken);
}
