using Pipeline.Leads;
using Pipeline.Settings;

namespace Pipeline.Reporting.Nurture;

/// <summary>
/// Scores that the leads of a month had at its end, 24:00 local of its last day, by the rules that were active then. Written with the roll-up
/// of that day, so that missed nights are caught up, late facts restate it and a rebuild makes it anew; a pure function of the profiles.
/// </summary>
public sealed class MonthEnds(IDayIndex dayIndex, ILeadStore leads, IMonthEndStore store, LocalTime localTime, TimeProvider timeProvider)
{
    private const int Parallelism = 16;

    /// <summary>Finds the days to roll up again because a lead's score at the end of a month that is over appeared, changed or vanished.</summary>
    /// <param name="before">Profile as stored; null when there is none.</param>
    /// <param name="after">Profile as it is now; null when the lead is known no longer.</param>
    /// <param name="localTime">Cuts local months.</param>
    /// <param name="today">Present local day.</param>
    public static IEnumerable<DateOnly> ChangedDays(LeadProfile? before, LeadProfile? after, LocalTime localTime, DateOnly today)
    {
        var (old, kept) = (EndOf(before), EndOf(after));
        return old == kept ? [] : new[] { old, kept }.OfType<(DateOnly Day, double)>().Select(end => end.Day).Distinct().Where(day => day < today);

        (DateOnly Day, double Score)? EndOf(LeadProfile? profile) =>
            profile is null ? null : (Months.EndOf(localTime.DayOf(profile.CreatedAt)), profile.Insight.MonthEndScore);
    }

    /// <summary>Writes the snapshot of a month when a day is its last and over; nothing otherwise.</summary>
    /// <param name="day">Local day that is rolled up.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task WriteAsync(DateOnly day, CancellationToken cancellationToken)
    {
        if (day != Months.EndOf(day) || day >= localTime.DayOf(timeProvider.GetUtcNow()))
        {
            return;
        }

        var month = Months.StartOf(day);

        // Becoming a lead is a conversion, so the index names every lead of the month.
        var ids = (await dayIndex.ListAsync(DayEntryKind.Conversion, month, day, cancellationToken)).Select(entry => entry.Id).Distinct(StringComparer.Ordinal);
        var profiles = await ParallelReads.SelectAsync([.. ids], Parallelism, leads.GetProfileAsync, cancellationToken);
        var scores = profiles.Select(stored => stored.Value).OfType<LeadProfile>()
            .Where(profile => Months.StartOf(localTime.DayOf(profile.CreatedAt)) == month)
            .ToDictionary(profile => profile.LeadId, profile => profile.Insight.MonthEndScore, StringComparer.Ordinal);
        await store.ReplaceAsync(month, scores, cancellationToken);
    }

    /// <summary>Gives leads the scores of the snapshots; a lead that is in none yet keeps that of its profile.</summary>
    /// <param name="records">Leads.</param>
    /// <param name="query">What is asked for; as of a moment nothing changes, because those leads were computed from their facts.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReadOnlyList<LeadRecord>> ApplyAsync(
        IReadOnlyList<LeadRecord> records, ReportQuery query, CancellationToken cancellationToken)
    {
        if (query.At is not null)
        {
            return records;
        }

        var today = localTime.DayOf(timeProvider.GetUtcNow());
        var scores = new Dictionary<(DateOnly Month, string LeadId), double>();
        foreach (var month in Months.Of(query.From, query.To).Where(month => Months.EndOf(month) < today))
        {
            foreach (var (leadId, score) in await store.ListAsync(month, cancellationToken))
            {
                scores[(month, leadId)] = score;
            }
        }

        return
        [
            .. records.Select(record => scores.TryGetValue((Months.StartOf(localTime.DayOf(record.CreatedAt)), record.LeadId), out var score)
                ? record with { Insight = record.Insight with { MonthEndScore = score } }
                : record),
        ];
    }
}
