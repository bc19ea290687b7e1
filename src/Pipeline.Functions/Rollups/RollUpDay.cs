using Microsoft.Azure.Functions.Worker;
using Pipeline.Rollups;

namespace Pipeline.Functions.Rollups;

/// <summary>
/// Consumes: the clock, every night at 02:15 UTC.
/// Produces: queue <c>rollups</c>, the local days to roll up.
/// Safe to repeat: a roll-up replaces the day's rows; missed nights are caught up by watermark.
/// When it fails: the next night does the same days again.
/// </summary>
public sealed class RollUpDay(RollupSchedule schedule)
{
    /// <summary>Runs every night.</summary>
    /// <param name="timer">When it was due.</param>
    /// <param name="cancellationToken">Ends when the host stops.</param>
    [Function(nameof(RollUpDay))]
    public Task Run([TimerTrigger("0 15 2 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        schedule.EnqueueAsync(cancellationToken);
}
