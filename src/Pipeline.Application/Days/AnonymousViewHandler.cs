using Pipeline.Events;
using Pipeline.Time;

namespace Pipeline.Days;

/// <summary>Stores page views of nobody under their local days. Safe to repeat: a view is stored under the key of its own id.</summary>
/// <param name="store">Where they go.</param>
/// <param name="rollupDays">Told about past days, which must be rolled up again.</param>
/// <param name="localTime">Cuts local days.</param>
/// <param name="timeProvider">Tells which days are past.</param>
public sealed class AnonymousViewHandler(
    IAnonymousViewStore store, IRollupDays rollupDays, LocalTime localTime, TimeProvider timeProvider)
{
    /// <summary>Stores page views.</summary>
    /// <param name="views">Page views, in any order.</param>
    public async Task StoreAsync(IReadOnlyCollection<AnonymousView> views, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var today = localTime.DayOf(now);
        var days = views.GroupBy(view => localTime.DayOf(view.OccurredAt)).ToList();
        await rollupDays.MarkDirtyAsync([.. days.Select(day => day.Key).Where(day => day < today)], now, cancellationToken);
        foreach (var day in days)
        {
            await store.AddAsync(day.Key, [.. day], cancellationToken);
        }
    }
}
