using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Events.Messages;

namespace Pipeline.BrowserTests;

/// <summary>Stands for the events queue: keeps what is put, lets a test wait for it, and can hold or fail a put.</summary>
internal sealed class RecordingEventQueue : IEventQueue
{
    private readonly Lock _lock = new();
    private readonly List<EventMessage> _messages = [];
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _tries;

    /// <summary>Runs before a put is taken; a fault makes the put fail.</summary>
    public Func<CancellationToken, Task> OnSend { get; set; } = _ => Task.CompletedTask;

    /// <summary>Puts that were tried, also those that failed.</summary>
    public int Tries => Volatile.Read(ref _tries);

    /// <summary>Every event as often as it arrived.</summary>
    public IReadOnlyList<CapturedEvent> Deliveries => [.. Messages.SelectMany(message => message.Events)];

    /// <summary>Every event once, as its first delivery said, in the order of arrival.</summary>
    public IReadOnlyList<CapturedEvent> Events => [.. Deliveries.DistinctBy(captured => captured.Id)];

    public IReadOnlyList<RejectedEvent> Rejected => [.. Messages.SelectMany(message => message.Rejected)];

    /// <summary>Every decision of a visitor once.</summary>
    public IReadOnlyList<ConsentFact> Consents => [.. Messages.SelectMany(message => message.Consents ?? []).DistinctBy(fact => fact.Key)];

    /// <summary>Every page view of nobody once.</summary>
    public IReadOnlyList<AnonymousView> AnonymousViews =>
        [.. Messages.SelectMany(message => message.AnonymousViews ?? []).DistinctBy(view => view.Key)];

    private IReadOnlyList<EventMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    public IReadOnlyList<CapturedEvent> Of(EventType type) => [.. Events.Where(captured => captured.Type == type)];

    /// <summary>Makes every put wait until the result is disposed of.</summary>
    public IDisposable Hold()
    {
        var hold = new PutHold();
        OnSend = _ => hold.Released;
        return hold;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _tries);
        Signal(null);
        await OnSend(cancellationToken);
        Signal(EventMessageJson.Parse(message.Span));
    }

    /// <summary>Waits for the first event that fits.</summary>
    public async Task<CapturedEvent> WaitForAsync(Func<CapturedEvent, bool> fits, string what)
    {
        await WaitUntilAsync(() => Events.Any(fits), what);
        return Events.First(fits);
    }

    /// <summary>Waits for a number of different events of one type.</summary>
    public async Task<IReadOnlyList<CapturedEvent>> WaitForAsync(EventType type, int count = 1)
    {
        await WaitUntilAsync(() => Of(type).Count >= count, $"{count} × {type}");
        return Of(type);
    }

    /// <summary>Waits until something holds; it is asked again at every try of a put and after it.</summary>
    public async Task WaitUntilAsync(Func<bool> holds, string what)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (true)
        {
            var changed = _changed.Task;
            if (holds())
            {
                return;
            }

            try
            {
                await changed.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited in vain for {what}. Arrived: {Describe()}");
            }
        }
    }

    public string Describe() => string.Join(
        Environment.NewLine,
        Messages.SelectMany(message => message.Events.Select(captured => captured.ToString())
            .Concat(message.Rejected.Select(rejected => "rejected: " + rejected))
            .Concat((message.Consents ?? []).Select(fact => fact.ToString()))
            .Concat((message.AnonymousViews ?? []).Select(view => view.ToString()))).Prepend("(oldest first)"));

    private void Signal(EventMessage? message)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (message is not null)
            {
                _messages.Add(message);
            }

            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }
}
