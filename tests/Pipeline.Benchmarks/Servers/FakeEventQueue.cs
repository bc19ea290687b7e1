using Pipeline.Capture.Queueing;

namespace Pipeline.Benchmarks.Servers;

/// <summary>A queue that keeps nothing and answers after a given time.</summary>
/// <param name="delay">How long a put takes; zero ends it at once.</param>
public sealed class FakeEventQueue(TimeSpan delay) : IEventQueue
{
    public Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        delay == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(delay, TimeProvider.System, cancellationToken);
}
