using System.Text;
using Pipeline.Records;

namespace Pipeline.Testing;

/// <summary>
/// Queues in memory; the test takes messages in any order it likes, delayed ones when their time has come. Safe for concurrent use.
/// </summary>
public sealed class InMemoryWorkQueue(StorageCalls calls, TimeProvider clock) : IWorkQueue
{
    private const int MaxBytes = 49_152;

    private readonly Lock _sync = new();
    private readonly List<WorkMessage> _waiting = [];
    private readonly List<(DateTimeOffset At, WorkMessage Message)> _delayed = [];

    /// <summary>Messages that wait, in the order in which they came.</summary>
    public IReadOnlyList<WorkMessage> Waiting
    {
        get
        {
            lock (_sync)
            {
                Arrive();
                return [.. _waiting];
            }
        }
    }

    public Task SendAsync(string queue, string message, CancellationToken cancellationToken) =>
        SendAsync(queue, message, TimeSpan.Zero, cancellationToken);

    public Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken) =>
        calls.PassAsync(
            new StorageCall(queue, StorageCallKind.Send, message),
            1,
            () =>
            {
                if (Encoding.UTF8.GetByteCount(message) > MaxBytes)
                {
                    throw new InvalidOperationException($"A message of {queue} is longer than {MaxBytes} bytes.");
                }

                lock (_sync)
                {
                    _delayed.Add((clock.GetUtcNow() + delay, new WorkMessage(queue, message)));
                }

                return Task.FromResult(true);
            });

    /// <summary>Puts a message, or one back, without counting a call.</summary>
    public void Put(WorkMessage message)
    {
        lock (_sync)
        {
            _waiting.Add(message);
        }
    }

    /// <summary>Takes a message.</summary>
    /// <param name="random">Chooses which; null takes the oldest.</param>
    /// <param name="queue">Queue to take from; null takes from any.</param>
    public WorkMessage? Take(Random? random = null, string? queue = null)
    {
        lock (_sync)
        {
            Arrive();
            var candidates = _waiting.Where(message => queue is null || message.Queue == queue).ToList();
            if (candidates.Count == 0)
            {
                return null;
            }

            var taken = candidates[random?.Next(candidates.Count) ?? 0];
            _waiting.Remove(taken);
            return taken;
        }
    }

    private void Arrive()
    {
        var now = clock.GetUtcNow();
        _waiting.AddRange(_delayed.Where(item => item.At <= now).Select(item => item.Message));
        _delayed.RemoveAll(item => item.At <= now);
    }
}
