using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Events.Messages;

namespace Pipeline.Capture.Intake;

/// <summary>
/// What anonymous senders get wrong, within a budget: a sender who floods capture with faults must not take the workers from the others.
/// Within it faulty input is kept with its payload; beyond it, it is counted in memory, and the numbers are sent from time to time. Those
/// of a process that is killed are lost: they are a log, not state.
/// </summary>
/// <param name="commit">Where the numbers go.</param>
/// <param name="metrics">Counts all of them.</param>
/// <param name="time">Clock of the budget.</param>
public sealed class Rejections(GroupCommit commit, CaptureMetrics metrics, TimeProvider time) : IDisposable
{
    /// <summary>Most faulty events of one request that are kept with their payload: 20. The answer lists all of them.</summary>
    public const int MaxKeptOfRequest = 20;

    /// <summary>Most faulty items a second that an instance puts into messages: 50.</summary>
    public const int MaxPerSecond = 50;

    /// <summary>Time between two messages with numbers: 5 seconds.</summary>
    public static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private ITimer? _timer;
    private long _second;
    private int _taken;

    /// <summary>Takes a faulty item.</summary>
    /// <param name="reason">Code of its first fault.</param>
    /// <param name="isLimited">False for a sender with a key: all that it gets wrong is kept.</param>
    /// <returns>True when it is to be kept with its payload; false when it was counted.</returns>
    public bool Keeps(string reason, bool isLimited = true)
    {
        metrics.Rejected(reason);
        if (!isLimited)
        {
            return true;
        }

        lock (_gate)
        {
            if (TryTake())
            {
                return true;
            }

            Count(reason, 1);
            return false;
        }
    }

    /// <summary>Counts faulty items of a request beyond <see cref="MaxKeptOfRequest"/>.</summary>
    /// <param name="encoded">What the request captured; takes the numbers when the budget lasts.</param>
    /// <param name="items">How many of each reason.</param>
    /// <param name="receivedAt">When they were received.</param>
    public void AddRest(EncodedEvents encoded, IReadOnlyDictionary<string, int> items, DateTimeOffset receivedAt)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        ArgumentNullException.ThrowIfNull(items);
        foreach (var (reason, count) in items)
        {
            metrics.Rejected(reason, count);
            lock (_gate)
            {
                if (!TryTake())
                {
                    Count(reason, count);
                    continue;
                }
            }

            encoded.Add(new RejectedTally { Reason = reason, Count = count, ReceivedAt = receivedAt });
        }
    }

    /// <summary>Sends the numbers that were counted in memory.</summary>
    /// <returns>Ends when they are stored, or lost.</returns>
    public Task FlushAsync()
    {
        using var encoded = EncodedEvents.Rent();
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            var now = EventTimes.ToMilliseconds(time.GetUtcNow());
            foreach (var (reason, count) in _counts)
            {
                encoded.Add(new RejectedTally { Reason = reason, Count = count, ReceivedAt = now });
            }

            _counts.Clear();
        }

        return commit.CommitAsync(encoded);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private bool TryTake()
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        if (second != _second)
        {
            (_second, _taken) = (second, 0);
        }

        return _taken < MaxPerSecond && ++_taken > 0;
    }

    private void Count(string reason, int count)
    {
        _counts[reason] = _counts.GetValueOrDefault(reason) + count;
        _timer ??= time.CreateTimer(_ => _ = FlushAsync(), null, CountEvery, Timeout.InfiniteTimeSpan);
    }
}
