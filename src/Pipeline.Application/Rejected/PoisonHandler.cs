using Microsoft.Extensions.Logging;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Problems;
using Pipeline.Records;
using Polly;
using Polly.Retry;

namespace Pipeline.Rejected;

/// <summary>
/// Keeps messages that failed their last try, before their seven days in the poison queue are over, so that people see and can replay them.
/// Any text is taken. When keeping fails, the message goes back to its poison queue; safe to repeat, because a text has one key.
/// </summary>
public sealed partial class PoisonHandler
{
    /// <summary>Beginning of the endpoint of such messages; the name of their queue follows.</summary>
    public const string Endpoint = "poison:";

    private readonly IRejectedStore _rejected;
    private readonly IWorkQueue _queue;
    private readonly TimeProvider _time;
    private readonly ILogger<PoisonHandler> _logger;
    private readonly ResiliencePipeline _retries;

    /// <summary>Makes the handler.</summary>
    /// <param name="rejected">Where messages are kept.</param>
    /// <param name="queue">Takes a message back that could not be kept.</param>
    /// <param name="time">Clock of received-at and of the waits.</param>
    /// <param name="logger">Told when keeping fails.</param>
    public PoisonHandler(IRejectedStore rejected, IWorkQueue queue, TimeProvider time, ILogger<PoisonHandler> logger)
    {
        (_rejected, _queue, _time, _logger) = (rejected, queue, time, logger);
        _retries = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 4,
                Delay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<Exception>(fault => fault is not OperationCanceledException),
            })
            .Build();
    }

    /// <summary>Keeps one message.</summary>
    /// <param name="queue">Queue whose work failed, without <c>-poison</c>.</param>
    /// <param name="text">Text as it lies in the poison queue: as it lay in the other.</param>
    /// <exception cref="Exception">
    /// Neither the table nor the queue could be reached. The message then stays in the poison queue, hidden for the rest of its lease.
    /// </exception>
    public async Task HandleAsync(string queue, string text, CancellationToken cancellationToken)
    {
        var rejected = Read(queue, text);
        try
        {
            await _retries.ExecuteAsync(
                static async (state, token) => await state._rejected.AddAsync(state.rejected, token),
                (_rejected, rejected),
                cancellationToken);
            Log.Kept(_logger, queue, RejectedId.Of(rejected).ToString());
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A message of a poison queue that throws is hidden for minutes and lost after seven days; put back, it never expires.
            Log.NotKept(_logger, fault, queue);
            await _queue.SendAsync(queue + QueueNames.PoisonSuffix, rejected.Payload, cancellationToken);
        }
    }

    private RejectedEvent Read(string queue, string text)
    {
        using var decoded = QueueText.Decode(text);
        List<Problem> problems = [new(
            Problem.Poison, "", $"Working on this message of queue {queue} failed at every try; the log says why.")];
        if (decoded.Problem is { } problem)
        {
            problems.Add(new Problem(Problem.Malformed, "", problem));
        }

        return RejectedEvent.Create(
            Endpoint + queue, problems, decoded.Bytes, Events.EventTimes.ToMilliseconds(_time.GetUtcNow()), RejectedEvent.MaxMessageBytes);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1010, LogLevel.Error, "A message of queue {Queue} failed its last try; it is kept among the rejected events as {Id}.")]
        public static partial void Kept(ILogger logger, string queue, string id);

        [LoggerMessage(
            1011,
            LogLevel.Error,
            "A message of queue {Queue} that failed its last try could not be kept; it goes back to the poison queue.")]
        public static partial void NotKept(ILogger logger, Exception fault, string queue);
    }
}
