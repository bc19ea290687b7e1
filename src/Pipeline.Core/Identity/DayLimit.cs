using Pipeline.Events;
using Pipeline.Time;

namespace Pipeline.Identity;

/// <summary>
/// Keeps one visitor from filling the store: once a local day holds the most events that are stored, further ones of that day are not.
/// Which ones these are follows the order of arrival. A rule that did not would have to give up stored events for later arrivals, and read
/// the whole day again for each.
/// </summary>
public static class DayLimit
{
    /// <summary>Takes the events for which there is room.</summary>
    /// <param name="events">New events in event order; none of them is stored.</param>
    /// <param name="storedOn">How many events a local day holds.</param>
    /// <param name="most">Most events a day; 1 or more.</param>
    /// <param name="localTime">Cuts local days.</param>
    /// <returns>The events for which there is room, in their order.</returns>
    public static IReadOnlyList<CapturedEvent> Take(
        IReadOnlyList<CapturedEvent> events, Func<DateOnly, int> storedOn, int most, LocalTime localTime)
    {
        var counts = new Dictionary<DateOnly, int>();
        var taken = new List<CapturedEvent>(events.Count);
        foreach (var captured in events)
        {
            var day = localTime.DayOf(captured.OccurredAt);
            var count = counts.TryGetValue(day, out var known) ? known : storedOn(day);
            if (count < most)
            {
                taken.Add(captured);
                count++;
            }

            counts[day] = count;
        }

        return taken;
    }
}
