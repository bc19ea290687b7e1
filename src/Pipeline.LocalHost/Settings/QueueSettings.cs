namespace Pipeline.LocalHost.Settings;

/// <summary>Section <c>extensions.queues</c> of host.json.</summary>
internal sealed record QueueSettings
{
    /// <summary>Messages per receive call, 1 to 32. Default 16.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>
    /// The next batch is fetched when at most this many messages are in work. Default half of the batch size for each processor.
    /// </summary>
    public int NewBatchThreshold { get; init; } = 8 * Environment.ProcessorCount;

    /// <summary>Longest wait between two looks at an empty queue, at least 100 ms. Default 2 s in Development, else 1 min.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a failed message stays hidden. Default 0.</summary>
    public TimeSpan VisibilityTimeout { get; init; }

    /// <summary>Tries before a message goes to the poison queue, at least 1. Default 5.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>Whether message texts are Base64. Default true.</summary>
    public bool Base64 { get; init; } = true;

    /// <summary>How long a received message is hidden while its function runs; not in host.json, where it is always ten minutes.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(10);
}
