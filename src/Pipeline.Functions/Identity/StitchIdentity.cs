using Microsoft.Azure.Functions.Worker;
using Pipeline.Events.Messages;
using Pipeline.Identity;
using Pipeline.Records;
using Pipeline.Rejected;

namespace Pipeline.Functions.Identity;

/// <summary>
/// Consumes: queue <c>events</c>.
/// Produces: tables <c>Visitors</c>, <c>Leads</c>, <c>Days</c>, <c>Rejected</c>; queue <c>scores</c>.
/// Safe to repeat: facts are inserted under their own ids and views are overwritten under ETags.
/// When it fails: visitors that fail are put back alone; a message with one group is tried again, then <c>events-poison</c>.
/// </summary>
public sealed class StitchIdentity(QueueIntake intake, IdentityHandler handler)
{
    /// <summary>Runs on each message.</summary>
    /// <param name="message">Base64 of JSON of a batch of events.</param>
    /// <param name="cancellationToken">Ends when the host stops.</param>
    [Function(nameof(StitchIdentity))]
    public Task Run([QueueTrigger(QueueNames.Events)] string message, CancellationToken cancellationToken) =>
        intake.HandleAsync<EventMessage>(QueueNames.Events, message, EventMessageJson.TryParse, handler.HandleAsync, cancellationToken);
}
