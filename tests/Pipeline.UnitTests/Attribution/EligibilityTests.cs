using Pipeline.Attribution;

namespace Pipeline.UnitTests.Attribution;

public sealed class EligibilityTests
{
    private static readonly DateTimeOffset At = new(2026, 4, 10, 9, 30, 0, TimeSpan.FromHours(2));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void Select_AroundTheWindowsStart_IncludesItsExactTick(long ticks, bool counts)
    {
        var touch = Journeys.Touch(At.AddHours(-30 * 24).AddTicks(ticks));

        var eligible = Eligibility.Select([touch], At, new AttributionParameters { WindowDays = 30 });

        Assert.Equal(counts, eligible.Count == 1);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Select_AroundTheConversion_IncludesItsExactTick(long ticks, bool counts)
    {
        var eligible = Eligibility.Select([Journeys.Touch(At.AddTicks(ticks))], At, AttributionParameters.Default);

        Assert.Equal(counts, eligible.Count == 1);
    }

    [Fact]
    public void Select_WindowOverAClockChange_StillCountsTwentyFourHourDays()
    {
        var paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
        var conversion = new DateTimeOffset(2026, 3, 29, 12, 0, 0, TimeSpan.FromHours(2));
        var sameClockTimeDayBefore = new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.FromHours(1));
        var dayBefore = new DateTimeOffset(2026, 3, 28, 11, 0, 0, TimeSpan.FromHours(1));

        var eligible = Eligibility.Select(
            [Journeys.Touch(dayBefore.AddTicks(-1)), Journeys.Touch(dayBefore), Journeys.Touch(sameClockTimeDayBefore)],
            conversion,
            new AttributionParameters { WindowDays = 1, TimeZoneId = paris.Id });

        Assert.Equal([dayBefore, sameClockTimeDayBefore], eligible.Select(touch => touch.At));
    }

    [Theory]
    [InlineData(DirectPolicy.Keep, "Direct,Email,Direct,Social,Direct,Direct", "Direct,Email,Direct,Social,Direct,Direct")]
    [InlineData(DirectPolicy.DropLast, "Direct,Email,Direct,Social,Direct,Direct", "Direct,Email,Direct,Social")]
    [InlineData(DirectPolicy.DropAll, "Direct,Email,Direct,Social,Direct,Direct", "Email,Social")]
    [InlineData(DirectPolicy.DropLast, "Email,Direct,Social", "Email,Direct,Social")]
    [InlineData(DirectPolicy.Keep, "Direct", "Direct")]
    [InlineData(DirectPolicy.DropLast, "Direct,Direct", "")]
    [InlineData(DirectPolicy.DropAll, "Direct", "")]
    [InlineData(DirectPolicy.DropAll, "direct", "")]
    public void Select_DirectPolicy_LeavesTheseChannels(DirectPolicy policy, string channels, string expected)
    {
        var touches = Journeys.Touches([.. channels.Split(',').Select((channel, i) => ((double)i, channel))]);

        var eligible = Eligibility.Select(touches, Journeys.Day0.AddDays(20), new AttributionParameters { DirectPolicy = policy });

        Assert.Equal(expected, string.Join(',', eligible.Select(touch => touch.Source.Channel)));
    }

    [Fact]
    public void Select_DropLastWithLaterTouchAfterTheConversion_LooksAtTheLastBeforeIt()
    {
        var touches = Journeys.Touches((0, "Email"), (1, "Direct"), (9, "Social"));

        var eligible = Eligibility.Select(
            touches, Journeys.Day0.AddDays(5), new AttributionParameters { DirectPolicy = DirectPolicy.DropLast });

        Assert.Equal(["t0"], eligible.Select(touch => touch.Id));
    }

    [Fact]
    public void Select_TouchesOutOfOrder_Throws() =>
        Assert.Throws<ArgumentException>(() => Eligibility.Select(
            Journeys.OnDays(2, 1), Journeys.Day0.AddDays(5), AttributionParameters.Default));
}
