using Pipeline.Days;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Time;

namespace Pipeline.Scoring.Refresh;

/// <summary>
/// Scores that the leads of a month had at its end, 24:00 local of its last day, by the rules that were active then. Written with the
/// roll-up of that day, so that missed nights are caught up, late facts restate it and a rebuild makes it anew; a pure function of the
/// profiles.
/// </summary>
public sealed class MonthEnds(IDayIndex dayIndex, ILeadStore leads, IMonthEndStore store, LocalTime localTime, TimeProvider timeProvider)
{
    private const int Parallelism = 16;

    /// <summary>
    /// Finds the days to roll up again because a lead's score at the end of a month that is over appeared, changed or vanished.
    /// </summary>
    /// <param name="before">Profile as stored; null when there is none.</param>
    /// <param name="after">Profile as it is now; null when the lead is known no longer.</param>
    /// <param name="localTime">Cuts local months.</param>
    /// <param name="today">Present local day.</param>
    public static IEnumerable<DateOnly> ChangedDays(LeadProfile? before, LeadProfile? after, LocalTime localTime, DateOnly today)
    {
        var (old, kept) = (EndOf(before), EndOf(after));
        return old == kept
            ? []
            : new[] { old, kept }.OfType<(DateOnly Day, double)>().Select(end => end.Day).Distinct().Where(day => day < today);

        (DateOnly Day, double Score)? EndOf(LeadProfile? profile) =>
            profile is null ? null : (Month.Of(localTime.DayOf(profile.CreatedAt)).LastDay, profile.Insight.MonthEndScore);
    }

    /// <summary>Writes the snapshot of a month when a day is its last and over; nothing otherwise.</summary>
    /// <param name="day">Local day that is rolled up.</param>
    public async Task WriteAsync(DateOnly day, CancellationToken cancellationToken)
    {
        if (day != Month.Of(day).LastDay || day >= localTime.DayOf(timeProvider.GetUtcNow()))
        {
            return;
        }

        var month = Month.Of(day);

        // Becoming a lead is a conversion, so the index names every lead of the month.
        var ids = (await dayIndex.ListAsync(DayEntryKind.Conversion, month.FirstDay, day, cancellationToken))
            .Select(entry => entry.Id)
            .Distinct(StringComparer.Ordinal);
        var profiles = await ParallelReads.SelectAsync([.. ids], Parallelism, leads.GetProfileAsync, cancellationToken);
        var scores = profiles.Select(stored => stored.Value).OfType<LeadProfile>()
            .Where(profile => month.Holds(localTime.DayOf(profile.CreatedAt)))
            .ToDictionary(profile => profile.LeadId, profile => profile.Insight.MonthEndScore, StringComparer.Ordinal);
        await store.ReplaceAsync(month, scores, cancellationToken);
    }
}
