using Microsoft.Azure.Functions.Worker;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Handoffs;
using Pipeline.Records;
using Pipeline.Rejected;

namespace Pipeline.Functions.Leads.Handoffs;

/// <summary>
/// Consumes: queue <c>handoffs</c>.
/// Produces: a signed webhook to <c>Pipeline:Handoff:Url</c>; table <c>Leads</c>, the hand-off as delivered.
/// Safe to repeat: only a pending hand-off is sent, always under the same id.
/// When it fails: tried again by the queue, then <c>handoffs-poison</c>; it stays pending, so any later refresh of the lead sends it too.
/// </summary>
/// <param name="intake">Reads messages.</param>
/// <param name="handler">Sends hand-offs.</param>
public sealed class SendHandoff(QueueIntake intake, HandoffHandler handler)
{
    /// <summary>Runs on each message.</summary>
    /// <param name="message">Base64 of JSON that names one hand-off.</param>
    /// <param name="cancellationToken">Ends when the host stops.</param>
    [Function(nameof(SendHandoff))]
    public Task Run([QueueTrigger(QueueNames.Handoffs)] string message, CancellationToken cancellationToken) =>
        intake.HandleAsync<HandoffMessage>(QueueNames.Handoffs, message, HandoffMessage.TryParse, handler.HandleAsync, cancellationToken);
}
