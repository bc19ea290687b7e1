using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pipeline.Capture.Queueing;

/// <summary>
/// Stores captured events with few queue puts. While one put is in flight, arriving events gather in the next message; when it ends, that
/// message is sent. There is no timer, and an idle capture sends at once. A message that is full is sent beside the one in flight.
/// </summary>
public sealed partial class GroupCommit
{
    private readonly CaptureMetrics _metrics;
    private readonly ILogger<GroupCommit> _logger;
    private readonly PutRetries _retries;
    private readonly int _maxWaitingBytes;
    private readonly Lock _gate = new();
    private readonly Queue<MessageBuffer> _full = [];
    private MessageBuffer? _open;
    private TaskCompletionSource? _idle;
    private int _inFlight;
    private long _waitingBytes;

    /// <summary>Makes the one group commit of a process.</summary>
    /// <param name="queue">Where messages go.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">Clock of the retries.</param>
    /// <param name="metrics">Counters.</param>
    /// <param name="logger">Told about failed puts.</param>
    public GroupCommit(
        IEventQueue queue, IOptions<CaptureOptions> options, TimeProvider time, CaptureMetrics metrics, ILogger<GroupCommit> logger)
    {
        _metrics = metrics;
        _logger = logger;
        _maxWaitingBytes = options.Value.MaxWaitingBytes;
        _retries = new PutRetries(queue, options.Value.PutTimeout, time);
    }

    /// <summary>Most messages in flight at the same time; only full ones are sent beside another.</summary>
    public const int MaxParallelPuts = 4;

    /// <summary>
    /// Stores everything a request captured, or nothing is promised. The put does not depend on the request: a client that goes away
    /// loses nothing, therefore no cancellation token is taken.
    /// </summary>
    /// <param name="events">What to store; read before this method returns its task, so it can be disposed then.</param>
    /// <returns>
    /// True when every item is safely in the queue. False when a put failed or too much is waiting already: the client should send again
    /// (what was stored nevertheless is recognised by its id).
    /// </returns>
    public Task<bool> CommitAsync(EncodedEvents events)
    {
        if (events.Count == 0)
        {
            return Task.FromResult(true);
        }

        MessageBuffer first;
        List<Task<bool>>? more = null;
        MessageBuffer? startable;
        lock (_gate)
        {
            if (_waitingBytes + events.Length > _maxWaitingBytes && _waitingBytes > 0)
            {
                _metrics.Refused(events.Count);
                return Task.FromResult(false);
            }

            _waitingBytes += events.Length;
            first = Append(events, ref more);
            startable = TakeStartable();
        }

        Start(startable);
        return more is null ? first.Stored : AllOf(first.Stored, more);
    }

    /// <summary>Waits until nothing is gathered or in flight. Called at the end of the process, after the last request.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_inFlight == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancellationToken);
        }
    }

    private static async Task<bool> AllOf(Task<bool> first, List<Task<bool>> more)
    {
        var stored = await first;
        foreach (var other in more)
        {
            stored &= await other;
        }

        return stored;
    }

    private MessageBuffer Append(EncodedEvents events, ref List<Task<bool>>? more)
    {
        MessageBuffer? first = null;
        MessageBuffer? last = null;
        foreach (var item in events.Items)
        {
            if (_open is not null && !_open.Fits(item.Length, item.Kind))
            {
                _full.Enqueue(_open);
                _open = null;
            }

            _open ??= new MessageBuffer();
            _open.Add(events.BytesOf(item), item.Kind);
            if (first is null)
            {
                first = _open;
            }
            else if (_open != last)
            {
                (more ??= []).Add(_open.Stored);
            }

            last = _open;
        }

        return first!;
    }

    // The first of those that may start; each knows the next.
    private MessageBuffer? TakeStartable()
    {
        if (_full.Count == 0 && _inFlight == 0 && _open is { } open)
        {
            _open = null;
            _inFlight++;
            return open;
        }

        MessageBuffer? first = null;
        MessageBuffer? last = null;
        while (_full.Count > 0 && _inFlight < MaxParallelPuts)
        {
            var message = _full.Dequeue();
            first ??= message;
            last?.Next = message;
            last = message;
            _inFlight++;
        }

        return first;
    }

    private void Start(MessageBuffer? first)
    {
        for (var message = first; message is not null; message = message.Next)
        {
            _ = PutAsync(message);
        }
    }

    private async Task PutAsync(MessageBuffer message)
    {
        var size = message.ItemBytes;
        var stored = await TrySendAsync(message);
        MessageBuffer? next;
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            _inFlight--;
            _waitingBytes -= size;
            next = TakeStartable();
            if (_inFlight == 0)
            {
                (idle, _idle) = (_idle, null);
            }
        }

        // The queue must not wait for the answers to those whose message it has just stored.
        Start(next);
        message.Complete(stored);
        idle?.SetResult();
    }

    private async Task<bool> TrySendAsync(MessageBuffer message)
    {
        var bytes = message.Close();
        try
        {
            await _retries.SendAsync(bytes);
            _metrics.Put(message.EventCount, bytes.Length);
            return true;
        }
        catch (Exception fault)
        {
            // Whatever went wrong, the waiting requests must be told, and the next message must still be tried.
            _metrics.PutFailed(message.EventCount);
            Log.PutFailed(_logger, fault, message.EventCount);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Error, "A message of {Events} events could not be stored; their senders are asked to send again.")]
        public static partial void PutFailed(ILogger logger, Exception fault, int events);
    }
}
