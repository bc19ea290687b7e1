using System.Globalization;
using Pipeline.Attribution;
using Pipeline.Time;

namespace Pipeline.UnitTests.Attribution.Models;

public sealed class TimeDecayModelTests
{
    [Fact]
    public void Attribute_FiveTouchesOverThirtyEightDays_GivesTheGoldenNumbers()
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 5, 12, 30, 38), 38, 1_200_000);

        var amounts = journey.Amounts("time-decay");

        long[] golden = [17_520, 28_744, 57_488, 341_704, 754_545];
        Assert.All(golden.Zip(amounts), pair => Assert.InRange(pair.Second, pair.First - 1, pair.First + 1));
        Assert.Equal(1_200_000, amounts.Sum());
    }

    [Fact]
    public void Attribute_FourteenSevenAndNoDays_HalvesPerWeek()
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 7, 14), 14, 10_000);

        Assert.Equal([1_429, 2_857, 5_714], journey.Amounts("time-decay"));
    }

    [Theory]
    [InlineData(1, 20)]
    [InlineData(2, 33)]
    [InlineData(1000, 50)]
    public void Attribute_HalfLife_SetsTheShareOfATouchTwoDaysOlder(double halfLife, long expected)
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 2), 30, 100);

        Assert.Equal(expected, journey.Amounts("time-decay", new AttributionParameters { HalfLifeDays = halfLife })[0]);
    }

    [Fact]
    public void Attribute_TouchesOfOneLocalDay_WeighTheSame()
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 0.2, 0.4), 3, 99);

        Assert.Equal([33, 33, 33], journey.Amounts("time-decay"));
    }

    [Theory]
    [InlineData("2026-03-27T22:59:59.9999999Z", 2_000)]
    [InlineData("2026-03-27T23:00:00Z", 3_333)]
    [InlineData("2026-03-28T22:59:59.9999999Z", 3_333)]
    [InlineData("2026-03-28T23:00:00Z", 5_000)]
    public void Attribute_OverTheShortDayInParis_AgesByCalendarDay(string first, long expected)
    {
        var conversion = LocalCalendar.LastMomentOf(new DateOnly(2026, 3, 29), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));
        var journey = new Journey
        {
            Conversion = Journeys.Sale(conversion, 10_000),
            Touches = [Journeys.Touch(DateTimeOffset.Parse(first, CultureInfo.InvariantCulture)), Journeys.Touch(conversion)],
        };

        Assert.Equal(expected, journey.Amounts("time-decay", new AttributionParameters { HalfLifeDays = 1 })[0]);
    }

    [Theory]
    [InlineData("Europe/Paris", 3_333)]
    [InlineData("UTC", 5_000)]
    public void Attribute_TouchBeforeMidnightUtc_AgesInTheConfiguredZone(string zone, long expected)
    {
        var journey = new Journey
        {
            Conversion = Journeys.Sale(new DateTimeOffset(2026, 7, 1, 23, 30, 0, TimeSpan.Zero), 10_000),
            Touches =
            [
                Journeys.Touch(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero)),
                Journeys.Touch(new DateTimeOffset(2026, 7, 1, 22, 30, 0, TimeSpan.Zero)),
            ],
        };

        Assert.Equal(expected, journey.Amounts("time-decay", new AttributionParameters { HalfLifeDays = 1, TimeZoneId = zone })[0]);
    }

    [Fact]
    public void Attribute_TouchManyHalfLivesOld_GetsNothingAndBreaksNothing()
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 89), 89, 10_000);

        Assert.Equal([0, 10_000], journey.Amounts("time-decay", new AttributionParameters { HalfLifeDays = 0.01 }));
    }
}
