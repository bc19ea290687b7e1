using Microsoft.Azure.Functions.Worker;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Rollups;

namespace Pipeline.Functions.Rollups;

/// <summary>
/// Consumes: queue <c>rollups</c>.
/// Produces: table <c>Rollups</c>, the rows of one local day.
/// Safe to repeat: the rows are a pure function of the views and replace each other.
/// When it fails: tried again, then <c>rollups-poison</c>; the day stays marked or behind the watermark's next rebuild.
/// </summary>
public sealed class BuildRollup(QueueIntake intake, RollupHandler handler)
{
    /// <summary>Runs on each message.</summary>
    /// <param name="message">Base64 of JSON with the local day.</param>
    /// <param name="cancellationToken">Ends when the host stops.</param>
    [Function(nameof(BuildRollup))]
    public Task Run([QueueTrigger(QueueNames.Rollups)] string message, CancellationToken cancellationToken) =>
        intake.HandleAsync<RollupMessage>(QueueNames.Rollups, message, RollupMessage.TryParse, handler.HandleAsync, cancellationToken);
}
