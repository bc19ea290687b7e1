using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Rollups;
using Pipeline.Time;

namespace Pipeline.Reports.Quality;

/// <summary>Counts what only the report of quality needs.</summary>
public sealed class QualityFacts(ReportMaterial source, IRejectedStore rejected, LocalTime localTime)
{
    private const int Parallelism = 16;

    /// <summary>Visitors with a visit in a period whose browser several leads share, by id.</summary>
    /// <param name="query">Period.</param>
    /// <param name="leads">All leads, with their visitors.</param>
    public async Task<IReadOnlyList<string>> SharedDevicesAsync(
        ReportQuery query, IReadOnlyList<LeadRecord> leads, CancellationToken cancellationToken)
    {
        var shared = leads.SelectMany(lead => lead.Insight.Visitors ?? []).Where(visitor => visitor.Shared)
            .Select(visitor => visitor.VisitorId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (shared.Count == 0)
        {
            return shared;
        }

        var active = (await source.MarksAsync(query, query.From, cancellationToken)).Select(mark => mark.Visitor).ToHashSet();
        return [.. shared.Where(id => active.Contains(VisitMark.HashOf(id)))];
    }

    /// <summary>Counts rejected input by reason, one call a UTC day.</summary>
    /// <param name="query">Period.</param>
    public async Task<IReadOnlyDictionary<string, long>> CountRejectedAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var counts = await ListRejectedAsync(query, cancellationToken);
        return new SortedDictionary<string, long>(
            counts
                .GroupBy(count => count.Reason)
                .ToDictionary(group => group.Key, group => group.Sum(count => count.Count)), StringComparer.Ordinal);
    }

    /// <summary>
    /// Counts rejected input by the local day on which it was received, and reason; one call a UTC day, and as of a moment one more. What
    /// was only counted within the moment's own quarter of an hour is left out: its time is not known that exactly.
    /// </summary>
    /// <param name="query">Period.</param>
    public async Task<IReadOnlyList<(DateOnly Day, string Reason, long Count)>> ListRejectedAsync(
        ReportQuery query, CancellationToken cancellationToken)
    {
        var (start, end, at) = (localTime.StartOf(query.From), localTime.NextMidnight(query.To), source.MomentOf(query));
        var days = UtcDays(start, end <= at ? end.AddTicks(-1) : at);
        var byDay = await ParallelReads.SelectAsync(days, Parallelism, rejected.CountQuartersAsync, cancellationToken);
        var quarters = byDay.SelectMany(day => day).Where(quarter => quarter.From >= start && quarter.From < end).ToList();
        var counts = quarters.Where(quarter => query.At is null || quarter.End <= at)
            .Select(quarter => (Day: localTime.DayOf(quarter.From), quarter.Reason, quarter.Count)).ToList();
        if (query.At is not null && quarters.Find(quarter => quarter.From <= at && at < quarter.End) is { } open)
        {
            var kept = await rejected.ListAsync(DateOnly.FromDateTime(at.UtcDateTime), null, int.MaxValue, cancellationToken);
            counts.AddRange(kept.Where(one => one.Rejected.ReceivedAt >= open.From && one.Rejected.ReceivedAt <= at)
                .Select(one => (localTime.DayOf(open.From), one.Rejected.Reason, 1L)));
        }

        return
        [
            .. counts.GroupBy(count => (count.Day, count.Reason))
                .OrderBy(group => group.Key.Day).ThenBy(group => group.Key.Reason, StringComparer.Ordinal)
                .Select(group => (group.Key.Day, group.Key.Reason, group.Sum(count => count.Count))),
        ];
    }

    private static List<DateOnly> UtcDays(DateTimeOffset first, DateTimeOffset last)
    {
        var days = new List<DateOnly>();
        for (var day = DateOnly.FromDateTime(first.UtcDateTime); day <= DateOnly.FromDateTime(last.UtcDateTime); day = day.AddDays(1))
        {
            days.Add(day);
        }

        return days;
    }
}
