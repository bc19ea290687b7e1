using System.Globalization;

namespace Pipeline.Time;

/// <summary>Local days in the deployment's time zone; DST-safe, because a day is cut by the zone's own midnights.</summary>
/// <param name="zone">Time zone.</param>
public sealed class LocalTime(TimeZoneInfo zone)
{
    /// <summary>The time zone.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>Local day of a moment.</summary>
    /// <param name="at">Moment.</param>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>First moment of a local day, UTC.</summary>
    /// <param name="day">Local day.</param>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        // Some zones skip midnight when the clocks go forward; the day then begins with the first minute that exists.
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    /// <summary>First moment after a local day, UTC.</summary>
    /// <param name="day">Local day.</param>
    public DateTimeOffset NextMidnight(DateOnly day) => StartOf(day.AddDays(1));

    /// <summary>Text of a local day: yyyy-MM-dd.</summary>
    /// <param name="day">Local day.</param>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Reads the text of a local day.</summary>
    /// <param name="text">yyyy-MM-dd.</param>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static DateOnly Parse(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
