using Pipeline.Capture;
using Pipeline.Settings;

namespace Pipeline.Reporting;

/// <summary>Counts what only the report of quality needs.</summary>
public sealed class QualityFacts(ReportSource source, IRejectedStore rejected, LocalTime localTime, TimeProvider timeProvider)
{
    private const int Parallelism = 16;

    /// <summary>Visitors with a visit in a period whose browser several leads share, by id.</summary>
    /// <param name="query">Period.</param>
    /// <param name="leads">All leads, with their visitors.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
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
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReadOnlyDictionary<string, long>> CountRejectedAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var counts = await ListRejectedAsync(query, cancellationToken);
        return new SortedDictionary<string, long>(
            counts.GroupBy(count => count.Reason).ToDictionary(group => group.Key, group => group.Sum(count => count.Count)), StringComparer.Ordinal);
    }

    /// <summary>Counts rejected input by UTC day and reason, one call a day.</summary>
    /// <param name="query">Period.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReadOnlyList<(DateOnly Day, string Reason, long Count)>> ListRejectedAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var days = Days(query);
        var counts = await ParallelReads.SelectAsync(days, Parallelism, rejected.CountAsync, cancellationToken);
        return [.. days.Zip(counts).SelectMany(day => day.Second, (day, count) => (day.First, count.Reason, count.Kept + count.CountedOnly))];
    }

    private List<DateOnly> Days(ReportQuery query)
    {
        var today = localTime.DayOf(query.At ?? timeProvider.GetUtcNow());
        var last = query.To < today ? query.To : today;
        return [.. Enumerable.Range(0, Math.Max(0, last.DayNumber - query.From.DayNumber + 1)).Select(query.From.AddDays)];
    }
}
