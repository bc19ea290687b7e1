using System.Diagnostics.CodeAnalysis;
using Pipeline.Events.Messages;

namespace Pipeline.Capture.Queueing;

/// <summary>The durable queue between capture and identity.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue, though no collection.")]
public interface IEventQueue
{
    /// <summary>Stores one message; when the task ends without a fault, the message is safe.</summary>
    /// <param name="message">
    /// UTF-8 JSON of an <see cref="EventMessage"/>, at most <see cref="EventMessage.MaxBytes"/>. The memory is the caller's again when the
    /// task has ended.
    /// </param>
    /// <param name="cancellationToken">Gives up; whether the message was stored is then unknown.</param>
    Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);
}
