using Microsoft.Azure.Functions.Worker;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Scoring.Refresh;

namespace Pipeline.Functions.Scoring.Refresh;

/// <summary>
/// Consumes: queue <c>scores</c>.
/// Produces: tables <c>Leads</c>, <c>Ranks</c>, <c>Days</c>, <c>Rollups</c> (days to roll up again).
/// Safe to repeat: a profile is a pure function of facts, rules and the moment.
/// When it fails: leads that fail are put back alone; a message with one lead is tried again, then <c>scores-poison</c>.
/// </summary>
public sealed class UpdateScores(QueueIntake intake, LeadRefreshHandler handler)
{
    /// <summary>Runs on each message.</summary>
    /// <param name="message">Base64 of JSON with the leads to refresh.</param>
    /// <param name="cancellationToken">Ends when the host stops.</param>
    [Function(nameof(UpdateScores))]
    public Task Run([QueueTrigger(QueueNames.Scores)] string message, CancellationToken cancellationToken) =>
        intake.HandleAsync<ScoreMessage>(QueueNames.Scores, message, ScoreMessage.TryParse, handler.HandleAsync, cancellationToken);
}
