namespace Pipeline.Time;

/// <summary>Calendar days of a time zone, safe across changes of its clock.</summary>
public static class LocalCalendar
{
    /// <summary>The local day on which <paramref name="at"/> falls.</summary>
    /// <param name="at">Any moment.</param>
    /// <param name="zone">Whose calendar.</param>
    public static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDayNumber(DayNumber(at, zone));

    /// <summary>The last tick (100 ns) of a local day: the moment of a fact that is known by date only.</summary>
    /// <param name="day">Local day, before 9999-12-31.</param>
    /// <param name="zone">Whose calendar.</param>
    /// <returns>UTC. Always a moment of <paramref name="day"/> itself, unlike the midnight that ends it.</returns>
    public static DateTimeOffset LastMomentOf(DateOnly day, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var last = day.ToDateTime(TimeOnly.MaxValue);
        while (zone.IsInvalidTime(last))
        {
            last = last.AddMinutes(-15);
        }

        var offset = zone.IsAmbiguousTime(last) ? zone.GetAmbiguousTimeOffsets(last).Min() : zone.GetUtcOffset(last);
        return new DateTimeOffset(last, offset).ToUniversalTime();
    }

    /// <summary>
    /// Age of <paramref name="from"/> at <paramref name="to"/> in whole local calendar days; negative when it is on a later day.
    /// </summary>
    /// <param name="from">The earlier moment.</param>
    /// <param name="to">The later moment.</param>
    /// <param name="zone">Whose calendar.</param>
    public static int DaysBetween(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone) => DayNumber(to, zone) - DayNumber(from, zone);

    private static int DayNumber(DateTimeOffset at, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return (int)((at.UtcTicks + zone.GetUtcOffset(at).Ticks) / TimeSpan.TicksPerDay);
    }
}
