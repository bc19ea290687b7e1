namespace Pipeline.Records;

/// <summary>Port: puts messages between stages. Delivery is at least once, in any order.</summary>
public interface IWorkQueue
{
    /// <summary>Puts one message and returns when it is safely stored. Messages never expire.</summary>
    /// <param name="queue">Name of the queue.</param>
    /// <param name="message">JSON text, at most 49,152 bytes of UTF-8.</param>
    Task SendAsync(string queue, string message, CancellationToken cancellationToken);

    /// <summary>Puts one message that is delivered only after a while.</summary>
    /// <param name="queue">Name of the queue.</param>
    /// <param name="message">JSON text, at most 49,152 bytes of UTF-8.</param>
    /// <param name="delay">Time until it may be delivered; zero to 7 days.</param>
    Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken);
}
