using Microsoft.Azure.Functions.Worker;
using Pipeline.Scoring.Refresh;

namespace Pipeline.Functions.Scoring.Refresh;

/// <summary>
/// Consumes: the clock, every night at 01:15 UTC.
/// Produces: queue <c>scores</c>, the leads whose score has crossed a threshold.
/// Safe to repeat: crossings are dated at their exact instant; missed nights are caught up by watermark.
/// When it fails: the next night does the same days again.
/// </summary>
public sealed class DecayScores(DecaySchedule schedule)
{
    /// <summary>Runs every night.</summary>
    /// <param name="timer">When it was due.</param>
    /// <param name="cancellationToken">Ends when the host stops.</param>
    [Function(nameof(DecayScores))]
    public Task Run([TimerTrigger("0 15 1 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        schedule.EnqueueAsync(cancellationToken);
}
