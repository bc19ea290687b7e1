using Microsoft.Extensions.Logging;
using Pipeline.Days;
using Pipeline.Leads.Pages;
using Pipeline.Records;
using Pipeline.Settings;
using Pipeline.Time;

namespace Pipeline.Rollups;

/// <summary>
/// Decides which local days to roll up now: those not done yet since the watermark, those marked as changed, and today. Catches up after
/// missed nights; running twice rolls up twice, with the same result.
/// </summary>
public sealed class RollupSchedule(
    IDeploymentStore deployment,
    CurrentLeadIds source,
    IRollupDays rollupDays,
    ILeadPageStore pages,
    IWorkQueue queue,
    LocalTime localTime,
    TimeProvider timeProvider,
    ILogger<RollupSchedule> logger)
{
    /// <summary>Name of the watermark.</summary>
    public const string Job = "rollups";

    /// <summary>
    /// Puts one message a day on the <c>rollups</c> queue, oldest first, then moves the watermark to the last day that is settled.
    /// </summary>
    /// <returns>How many days were put.</returns>
    public async Task<int> EnqueueAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var today = localTime.DayOf(now);
        var startedOn = (await source.GetDeploymentAsync(cancellationToken)).StartedOn;
        var done = await deployment.GetWatermarkAsync(Job, cancellationToken) ?? startedOn.AddDays(-1);
        var days = new SortedSet<DateOnly> { today };
        for (var day = done.AddDays(1); day < today; day = day.AddDays(1))
        {
            days.Add(day);
        }

        days.UnionWith((await rollupDays.ListDirtyAsync(cancellationToken)).Select(mark => mark.Day));
        foreach (var day in days)
        {
            await queue.SendAsync(QueueNames.Rollups, RollupMessage.Write(day), cancellationToken);
        }

        // An installation from before there were pages, or a new one: leads are on their pages from their next refresh on, all after this.
        if (!await pages.IsCompleteAsync(cancellationToken))
        {
            await queue.SendAsync(
                QueueNames.Rollups, RollupMessage.WriteIndexing(today, RollupMessage.Pages, string.Empty), cancellationToken);
        }

        // What began before midnight may end after it: the day before stays open until no message of it can be under way.
        var settled = localTime.DayOf(now - DirtyDay.Settled).AddDays(-1);
        await deployment.SetWatermarkAsync(Job, settled, cancellationToken);
        logger.LogInformation("Asked for the roll-up of {Days} days up to {Today}.", days.Count, LocalTime.Text(today));
        return days.Count;
    }
}
