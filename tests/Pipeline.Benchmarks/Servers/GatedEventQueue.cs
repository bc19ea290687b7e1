using System.Threading.Channels;
using Pipeline.Capture.Queueing;

namespace Pipeline.Benchmarks.Servers;

/// <summary>A queue that keeps nothing and answers one put for each opening, before or after it.</summary>
public sealed class GatedEventQueue : IEventQueue
{
    private readonly Channel<bool> _openings = Channel.CreateUnbounded<bool>();

    public void Open() => _openings.Writer.TryWrite(true);

    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        await _openings.Reader.ReadAsync(cancellationToken);
}
