using System.Collections.Concurrent;
using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Events.Messages;

namespace Pipeline.UnitTests.Capture;

internal sealed class FakeEventQueue : IEventQueue
{
    private int _tries;

    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    public int Tries => _tries;

    public Func<ReadOnlyMemory<byte>, CancellationToken, Task> OnSend { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<EventMessage> Messages => [.. Bodies.Select(body => EventMessageJson.Parse(body))];

    public IReadOnlyList<CapturedEvent> Events => [.. Messages.SelectMany(message => message.Events)];

    public IReadOnlyList<RejectedEvent> Rejected => [.. Messages.SelectMany(message => message.Rejected)];

    public IReadOnlyList<ConsentFact> Consents => [.. Messages.SelectMany(message => message.Consents ?? [])];

    public IReadOnlyList<AnonymousView> Views => [.. Messages.SelectMany(message => message.AnonymousViews ?? [])];

    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _tries);
        await OnSend(message, cancellationToken);
        Bodies.Enqueue(message.ToArray());
    }
}
