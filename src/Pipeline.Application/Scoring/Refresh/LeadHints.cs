using Pipeline.Days;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Time;

namespace Pipeline.Scoring.Refresh;

/// <summary>
/// Index rows that a lead's profile owns: its rank, its due day and its days with conversions; and the days that it restates.
/// </summary>
/// <param name="ranks">Leads in the order of their scores.</param>
/// <param name="dayIndex">Who is due and who converted on a day.</param>
/// <param name="rollupDays">Told about past days, which must be rolled up again.</param>
/// <param name="rollupRequests">Asked to roll up days that must not wait for the night.</param>
/// <param name="localTime">Cuts days.</param>
public sealed class LeadHints(
    IRankIndex ranks, IDayIndex dayIndex, IRollupDays rollupDays, IRollupRequests rollupRequests, LocalTime localTime)
{
    /// <summary>Plans the hints of a profile that replaces another.</summary>
    /// <param name="before">Profile that is replaced; null for none.</param>
    /// <param name="after">New profile; null when the lead is known no longer.</param>
    /// <param name="dueDay">
    /// Local day on which it must be computed again; null for none. A lead that is not known yet has one as well: that of the first fact
    /// dated ahead.
    /// </param>
    /// <param name="now">Moment of the new profile.</param>
    /// <param name="rollsUp">Whether past days that change are rolled up soon.</param>
    public HintedWrite Plan(string leadId, LeadProfile? before, LeadProfile? after, string? dueDay, DateTimeOffset now, bool rollsUp)
    {
        var write = new HintedWrite();
        var today = localTime.DayOf(now);
        AddNew(write, leadId, before, after, dueDay);
        List<DateOnly> changed = [.. ChangedDays(before, after, today).Union(MonthEnds.ChangedDays(before, after, localTime, today))];
        write.Add(token => rollupDays.MarkDirtyAsync(changed, now, token));
        if (rollsUp)
        {
            write.Add(token => rollupRequests.AskAsync(changed, token));
        }

        if (before is not null)
        {
            RemoveOld(write, before, after, dueDay, today);
        }

        return write;
    }

    private static List<DateOnly> ChangedDays(LeadProfile? before, LeadProfile? after, DateOnly today)
    {
        var old = (before?.Conversions ?? []).ToDictionary(conversion => conversion.Conversion.Id, StringComparer.Ordinal);
        var kept = (after?.Conversions ?? []).ToDictionary(conversion => conversion.Conversion.Id, StringComparer.Ordinal);
        var changed = kept.Values.Where(conversion => !conversion.IsSame(old.GetValueOrDefault(conversion.Conversion.Id)));
        var vanished = old.Values.Where(conversion => !conversion.IsSame(kept.GetValueOrDefault(conversion.Conversion.Id)));
        return [.. changed.Concat(vanished).Select(conversion => LocalTime.Parse(conversion.Day)).Distinct().Where(day => day < today)];
    }

    private void AddNew(HintedWrite write, string leadId, LeadProfile? before, LeadProfile? after, string? dueDay)
    {
        if (dueDay is not null && dueDay != before?.DueDay)
        {
            write.Add(token => dayIndex.AddAsync(DayEntryKind.Due, LocalTime.Parse(dueDay), leadId, token));
        }

        if (after is not null && before?.RankKey != after.RankKey)
        {
            write.Add(token => ranks.AddAsync(after.RankKey, leadId, token));
        }

        foreach (var day in (after?.ConversionDays ?? []).Except(before?.ConversionDays ?? []))
        {
            write.Add(token => dayIndex.AddAsync(DayEntryKind.Conversion, LocalTime.Parse(day), leadId, token));
        }
    }

    private void RemoveOld(HintedWrite write, LeadProfile before, LeadProfile? after, string? dueDay, DateOnly today)
    {
        var leadId = before.LeadId;
        if (before.RankKey != after?.RankKey)
        {
            write.Remove(
                token => ranks.GetETagAsync(before.RankKey, leadId, token),
                (etag, token) => ranks.RemoveAsync(before.RankKey, leadId, etag, token));
        }

        foreach (var day in before.ConversionDays.Except(after?.ConversionDays ?? []))
        {
            RemoveDay(DayEntryKind.Conversion, LocalTime.Parse(day));
        }

        // The nightly timer sweeps those of days gone by, in far fewer calls.
        if (before.DueDay is { } due && due != dueDay && LocalTime.Parse(due) >= today)
        {
            RemoveDay(DayEntryKind.Due, LocalTime.Parse(due));
        }

        void RemoveDay(DayEntryKind kind, DateOnly day) => write.Remove(
            token => dayIndex.GetETagAsync(kind, day, leadId, token),
            (etag, token) => dayIndex.RemoveAsync(kind, day, leadId, etag, token));
    }
}
