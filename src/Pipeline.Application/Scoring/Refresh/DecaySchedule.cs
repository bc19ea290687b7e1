using Microsoft.Extensions.Logging;
using Pipeline.Crm;
using Pipeline.Days;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Settings;
using Pipeline.Time;

namespace Pipeline.Scoring.Refresh;

/// <summary>
/// Finds the leads whose score has crossed a threshold downwards, or whose facts dated ahead have come, and asks for their refresh: only
/// leads listed as due, never all. It also takes up uploads and rescores that stopped.
/// A missed or doubled night changes nothing, because crossings are dated at their exact instant.
/// </summary>
public sealed class DecaySchedule(
    IDeploymentStore deployment,
    CurrentLeadIds source,
    IDayIndex dayIndex,
    PendingRefreshes refreshes,
    IWorkQueue queue,
    LeadRescore rescore,
    LocalTime localTime,
    TimeProvider timeProvider,
    ILogger<DecaySchedule> logger)
{
    /// <summary>Name of the watermark.</summary>
    public const string Job = "decay";

    /// <summary>
    /// Puts every lead that is due up to today on the <c>scores</c> queue, removes the entries of the days that are settled, then moves the
    /// watermark to the last of them.
    /// </summary>
    /// <returns>How many leads were put.</returns>
    public async Task<int> EnqueueAsync(CancellationToken cancellationToken)
    {
        await refreshes.RecoverAsync(cancellationToken);
        var now = timeProvider.GetUtcNow();
        var today = localTime.DayOf(now);
        var startedOn = (await source.GetDeploymentAsync(cancellationToken)).StartedOn;
        var done = await deployment.GetWatermarkAsync(Job, cancellationToken) ?? startedOn.AddDays(-1);
        // What began before midnight may end after it: the day before stays open until no message of it can be under way.
        var settled = localTime.DayOf(now - DirtyDay.Settled).AddDays(-1);
        var due = new HashSet<string>(StringComparer.Ordinal);
        var past = new List<(DateOnly Day, IReadOnlyList<string> Ids)>();
        for (var day = done.AddDays(1); day <= today; day = day.AddDays(1))
        {
            var ids = await dayIndex.ListAsync(DayEntryKind.Due, day, cancellationToken);
            due.UnionWith(ids);
            if (day <= settled)
            {
                past.Add((day, ids));
            }
        }

        await RefreshRequests.SendAsync(queue, due, cancellationToken);
        foreach (var (day, ids) in past)
        {
            await dayIndex.SweepAsync(DayEntryKind.Due, day, ids, cancellationToken);
        }

        await rescore.ResumeAsync(cancellationToken);
        await deployment.SetWatermarkAsync(Job, settled, cancellationToken);
        logger.LogInformation("{Leads} leads are due up to {Today}.", due.Count, LocalTime.Text(today));
        return due.Count;
    }
}
