using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Records;

namespace Pipeline.Rejected;

/// <summary>
/// What every queue function does first: decodes its message and reads it. One that is no Base64, no UTF-8, no JSON or no message of its
/// queue is kept as a rejected event and done with, so that it is neither tried again nor left in a poison queue.
/// </summary>
/// <param name="rejected">Where unreadable messages are kept.</param>
/// <param name="work">Takes back messages that must wait.</param>
/// <param name="timeProvider">Tells when they were received.</param>
/// <param name="logger">Told of each.</param>
public sealed partial class QueueIntake(IRejectedStore rejected, IWorkQueue work, TimeProvider timeProvider, ILogger<QueueIntake> logger)
{
    /// <summary>Handles one message.</summary>
    /// <typeparam name="T">Shape of the queue's messages.</typeparam>
    /// <param name="queue">Name of the queue.</param>
    /// <param name="text">Text as it lies in the queue: Base64 of UTF-8.</param>
    /// <param name="parse">Reads the message.</param>
    /// <param name="handle">Works on it; not called for what cannot be read.</param>
    /// <param name="cancellationToken">Ends the calls; the message is then delivered again.</param>
    /// <exception cref="Exception">
    /// What <paramref name="handle"/> throws, or an unreadable message that could not be kept: the queue tries again.
    /// </exception>
    public async Task HandleAsync<T>(
        string queue, string text, MessageParser<T> parse, Func<T, CancellationToken, Task> handle, CancellationToken cancellationToken)
        where T : class
    {
        if (Read(queue, text, parse, out var rejection) is { } message)
        {
            await handle(message, cancellationToken);
            return;
        }

        await rejected.AddAsync(rejection!, cancellationToken);
        Log.Rejected(logger, queue, RejectedId.Of(rejection!), rejection!.Problems[0]);
    }

    /// <summary>Puts a message back that cannot be worked on for long: each delivery would use up one of its tries.</summary>
    /// <param name="queue">Name of the queue.</param>
    /// <param name="text">Text as it lies in the queue.</param>
    /// <param name="delay">Time until it is delivered again.</param>
    /// <param name="cancellationToken">Ends the call; the message is then delivered again.</param>
    public Task PutBackAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken)
    {
        string json;
        using (var decoded = QueueText.Decode(text))
        {
            json = Encoding.UTF8.GetString(decoded.Bytes);
        }

        return work.SendAsync(queue, json, delay, cancellationToken);
    }

    private T? Read<T>(string queue, string text, MessageParser<T> parse, out RejectedEvent? rejection)
        where T : class
    {
        using var decoded = QueueText.Decode(text);
        T? message = null;
        var problem = decoded.Problem;
        rejection = problem is null && parse(decoded.Bytes, out message, out problem)
            ? null
            : QueueRejection.Of(queue, decoded.Bytes, problem!, timeProvider);
        return message;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1012, LogLevel.Warning, "A message of queue {Queue} cannot be read; it is kept among the rejected events as {Id}: {Problem}")]
        public static partial void Rejected(ILogger logger, string queue, RejectedId id, string problem);
    }
}
