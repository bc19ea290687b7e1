using Microsoft.Azure.Functions.Worker;
using Pipeline.Records;
using Pipeline.Rejected;

namespace Pipeline.Functions.Rejected;

/// <summary>
/// Consumes: the poison queue of every stage.
/// Produces: table <c>Rejected</c>.
/// Safe to repeat: the same text has one key.
/// When it fails: the message goes back to its poison queue, where it never expires.
/// </summary>
/// <param name="handler">Keeps messages.</param>
public sealed class KeepPoison(PoisonHandler handler)
{
    /// <summary>Runs on each message that identity could not work on.</summary>
    /// <param name="message">Text as it lies in the queue.</param>
    /// <param name="cancellationToken">Ends when the host stops.</param>
    [Function("KeepPoisonEvents")]
    public Task RunEvents(
        [QueueTrigger(QueueNames.Events + QueueNames.PoisonSuffix)] string message, CancellationToken cancellationToken) =>
        handler.HandleAsync(QueueNames.Events, message, cancellationToken);

    /// <summary>Runs on each message that scoring could not work on.</summary>
    /// <param name="message">Text as it lies in the queue.</param>
    /// <param name="cancellationToken">Ends when the host stops.</param>
    [Function("KeepPoisonScores")]
    public Task RunScores(
        [QueueTrigger(QueueNames.Scores + QueueNames.PoisonSuffix)] string message, CancellationToken cancellationToken) =>
        handler.HandleAsync(QueueNames.Scores, message, cancellationToken);

    /// <summary>Runs on each message that the webhook sender could not work on.</summary>
    /// <param name="message">Text as it lies in the queue.</param>
    /// <param name="cancellationToken">Ends when the host stops.</param>
    [Function("KeepPoisonHandoffs")]
    public Task RunHandoffs(
        [QueueTrigger(QueueNames.Handoffs + QueueNames.PoisonSuffix)] string message, CancellationToken cancellationToken) =>
        handler.HandleAsync(QueueNames.Handoffs, message, cancellationToken);

    /// <summary>Runs on each message that the roll-up worker could not work on.</summary>
    /// <param name="message">Text as it lies in the queue.</param>
    /// <param name="cancellationToken">Ends when the host stops.</param>
    [Function("KeepPoisonRollups")]
    public Task RunRollups(
        [QueueTrigger(QueueNames.Rollups + QueueNames.PoisonSuffix)] string message, CancellationToken cancellationToken) =>
        handler.HandleAsync(QueueNames.Rollups, message, cancellationToken);
}
