using System.Collections.Concurrent;

namespace Microsoft.Azure.Functions.Worker.Queues;

/// <summary>Tells a queue's listeners that the runtime itself has just sent a message there, so that they look at once.</summary>
internal sealed class QueueWakeups
{
    private readonly ConcurrentDictionary<Uri, ConcurrentBag<Action>> _listeners = new();

    public void Subscribe(Uri queue, Action wake) => _listeners.GetOrAdd(queue, _ => []).Add(wake);

    public void Notify(Uri queue)
    {
        if (_listeners.TryGetValue(queue, out var listeners))
        {
            foreach (var wake in listeners)
            {
                wake();
            }
        }
    }
}
