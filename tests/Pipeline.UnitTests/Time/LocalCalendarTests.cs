using System.Globalization;
using Pipeline.Time;

namespace Pipeline.UnitTests.Time;

public sealed class LocalCalendarTests
{
    [Theory]
    [InlineData("Europe/Paris", "2026-01-15", "2026-01-15T22:59:59.9999999Z")]
    [InlineData("Europe/Paris", "2026-03-29", "2026-03-29T21:59:59.9999999Z")]
    [InlineData("Europe/Paris", "2026-10-25", "2026-10-25T22:59:59.9999999Z")]
    [InlineData("Asia/Beirut", "2026-03-28", "2026-03-28T21:59:59.9999999Z")]
    [InlineData("Asia/Beirut", "2026-10-24", "2026-10-24T21:59:59.9999999Z")]
    [InlineData("UTC", "2028-02-29", "2028-02-29T23:59:59.9999999Z")]
    public void EndOf_LocalDay_IsItsLastTick(string zone, string day, string expected)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);

        var end = LocalCalendar.LastMomentOf(date, info);

        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), end);
        Assert.Equal(date, LocalCalendar.DayOf(end, info));
        Assert.Equal(date.AddDays(1), LocalCalendar.DayOf(end.AddTicks(1), info));
    }

    [Theory]
    [InlineData("2026-03-27T22:59:59.9999999Z", 2)]
    [InlineData("2026-03-27T23:00:00Z", 1)]
    [InlineData("2026-03-28T22:59:59.9999999Z", 1)]
    [InlineData("2026-03-28T23:00:00Z", 0)]
    [InlineData("2026-03-29T21:59:59.9999999Z", 0)]
    [InlineData("2026-03-29T22:00:00Z", -1)]
    public void DaysBetween_AroundTheShortDayInParis_CountsCalendarDays(string from, int expected)
    {
        var paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
        var noonOfTheShortDay = new DateTimeOffset(2026, 3, 29, 10, 0, 0, TimeSpan.Zero);

        Assert.Equal(
            expected, LocalCalendar.DaysBetween(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), noonOfTheShortDay, paris));
    }

    [Theory]
    [InlineData("2026-10-24T21:59:59.9999999Z", 1)]
    [InlineData("2026-10-24T22:00:00Z", 0)]
    [InlineData("2026-10-25T22:59:59.9999999Z", 0)]
    public void DaysBetween_OverTheLongDayInParis_CountsCalendarDays(string from, int expected)
    {
        var paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
        var end = LocalCalendar.LastMomentOf(new DateOnly(2026, 10, 25), paris);

        Assert.Equal(expected, LocalCalendar.DaysBetween(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), end, paris));
    }
}
