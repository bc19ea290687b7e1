using Pipeline.Capture.Queueing;

namespace Pipeline.Benchmarks.Servers;

/// <summary>A queue that keeps nothing, counts, and answers after a given time.</summary>
/// <param name="delay">How long a put takes; zero ends it at once.</param>
public sealed class FakeEventQueue(TimeSpan delay) : IEventQueue
{
    private long _puts;

    /// <summary>Puts so far.</summary>
    public long Puts => Interlocked.Read(ref _puts);

    public Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _puts);
        return delay == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(delay, TimeProvider.System, cancellationToken);
    }
}
