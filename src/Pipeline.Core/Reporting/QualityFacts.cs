using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Identity;
using Pipeline.Settings;

namespace Pipeline.Reporting;

/// <summary>Counts what only the report of quality needs.</summary>
public sealed class QualityFacts(
    IDayIndex dayIndex,
    IVisitorStore visitors,
    IRejectedStore rejected,
    LocalTime localTime,
    IOptions<PipelineOptions> options,
    TimeProvider timeProvider)
{
    private const int Parallelism = 16;
    private const int DaysAtATime = 4;

    /// <summary>Counts the visitors active in a period whose browser several leads share: two storage calls a shard and day, one a visitor.</summary>
    /// <param name="query">Period.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<long> CountSharedDevicesAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var active = await ParallelReads.SelectAsync(
            Days(query), DaysAtATime, (day, token) => dayIndex.ListAsync(DayEntryKind.Visit, day, token), cancellationToken);
        var ids = active.SelectMany(some => some).Distinct(StringComparer.Ordinal).ToList();
        var shared = await ParallelReads.SelectAsync(ids, Parallelism, IsSharedAsync, cancellationToken);
        return shared.LongCount(isShared => isShared);
    }

    /// <summary>Counts rejected input by reason, one call a UTC day.</summary>
    /// <param name="query">Period.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReadOnlyDictionary<string, long>> CountRejectedAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var counts = await ParallelReads.SelectAsync(Days(query), Parallelism, rejected.CountAsync, cancellationToken);
        return new SortedDictionary<string, long>(
            counts.SelectMany(day => day).GroupBy(count => count.Reason).ToDictionary(group => group.Key, group => group.Sum(count => count.Kept + count.CountedOnly)),
            StringComparer.Ordinal);
    }

    private List<DateOnly> Days(ReportQuery query)
    {
        var today = localTime.DayOf(query.At ?? timeProvider.GetUtcNow());
        var last = query.To < today ? query.To : today;
        return [.. Enumerable.Range(0, Math.Max(0, last.DayNumber - query.From.DayNumber + 1)).Select(query.From.AddDays)];
    }

    private async Task<bool> IsSharedAsync(string visitorId, CancellationToken cancellationToken) =>
        (await visitors.GetStateAsync(visitorId, cancellationToken)).Value is { } state
        && Ownership.Of(state.Consent.Standing(state.Links), state.UndoneLinks.ToHashSet(StringComparer.Ordinal), options.Value.SharedDeviceWindow).SharedFrom is not null;
}
