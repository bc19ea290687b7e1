using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Records;
using Polly;
using Polly.Retry;

namespace Pipeline.Storage.Shared;

/// <summary>
/// Creates missing queues and tables at start, so that a new account works at once. A developer is told at once when storage does not
/// answer. Anywhere else the start goes on, for a worker that ends takes capture down, and the creation is tried again every 10 seconds.
/// </summary>
internal sealed class StorageSetup : IHostedService, IDisposable
{
    /// <summary>Between two tries: 10 seconds.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private static readonly string[] Queues = [QueueNames.Events, QueueNames.Scores, QueueNames.Handoffs, QueueNames.Rollups];

    private readonly QueueServiceClient _queues;
    private readonly TableServiceClient _tables;
    private readonly StorageOptions _options;
    private readonly bool _isDevelopment;
    private readonly ResiliencePipeline _retries;
    private readonly CancellationTokenSource _stop = new();

    public StorageSetup(
        QueueServiceClient queues,
        TableServiceClient tables,
        StorageOptions options,
        IConfiguration configuration,
        TimeProvider timeProvider,
        ILogger<StorageSetup> logger)
    {
        (_queues, _tables, _options) = (queues, tables, options);
        _isDevelopment = Environments.Development.Equals(configuration["AZURE_FUNCTIONS_ENVIRONMENT"], StringComparison.OrdinalIgnoreCase);
        _retries = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(fault => fault is not OperationCanceledException),
                MaxRetryAttempts = int.MaxValue,
                Delay = Pause,
                OnRetry = retry =>
                {
                    logger.LogError(retry.Outcome.Exception, "Queues and tables could not be created; trying again in {Pause}.", Pause);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>The creation, as it goes on behind the start.</summary>
    public Task Creation { get; private set; } = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_isDevelopment)
        {
            await CreateAsync(cancellationToken);
            return;
        }

        // The first try is waited for: what comes after it may count on the tables where storage answers.
        var first = new TaskCompletionSource();
        Creation = _retries.ExecuteAsync(
            async token =>
            {
                try
                {
                    await CreateAsync(token);
                }
                finally
                {
                    first.TrySetResult();
                }
            },
            _stop.Token).AsTask();
        await first.Task.WaitAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await Creation.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private Task CreateAsync(CancellationToken cancellationToken) => Task.WhenAll(
        [
            .. Queues.Concat(Queues.Select(name => name + QueueNames.PoisonSuffix))
                .Select(name => _queues.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)),
            .. TableNames.All.Select(name => _tables.CreateTableIfNotExistsAsync(_options.TablePrefix + name, cancellationToken)),
        ]);
}
