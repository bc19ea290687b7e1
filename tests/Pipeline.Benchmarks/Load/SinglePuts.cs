using System.Diagnostics;
using Azure.Storage.Queues;
using Pipeline.Capture.Queueing;
using Pipeline.Storage.Capture;
using Pipeline.Storage.Shared;

namespace Pipeline.Benchmarks.Load;

/// <summary>Puts into a queue of its own, one after the other: what storage alone takes.</summary>
internal sealed class SinglePuts : IAsyncDisposable
{
    // As long as a message with one event of the load.
    private static readonly byte[] Message = new byte[650];

    private readonly QueueClient _client;
    private readonly IEventQueue _queue;

    private SinglePuts(QueueClient client, StorageEventQueue queue) => (_client, _queue) = (client, queue);

    public static async Task<SinglePuts> CreateAsync(string storage, CancellationToken cancellationToken)
    {
        const string Name = "benchmark-puts";
        var client = new QueueClient(storage, Name, StorageClients.QueueOptions());
        await client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        Message.AsSpan().Fill((byte)'x');
        return new SinglePuts(client, new StorageEventQueue(options => new QueueClient(storage, Name, options)));
    }

    public async Task<double> MedianMillisecondsAsync(int seconds, CancellationToken cancellationToken)
    {
        await _client.ClearMessagesAsync(cancellationToken);
        var times = new List<double>();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            var before = Stopwatch.GetTimestamp();
            await _queue.SendAsync(Message, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }

        var median = Median.Of(times);
        Console.WriteLine(FormattableString.Invariant($"put alone: p50 {median:0.00} ms of {times.Count}"));
        return median;
    }

    public async ValueTask DisposeAsync() => await _client.DeleteIfExistsAsync();
}
