using Pipeline.Attribution;

namespace Pipeline.UnitTests.Attribution.Models;

public sealed class SingleTouchModelTests
{
    [Theory]
    [InlineData("first", "Email,Social,Direct", "t0")]
    [InlineData("last", "Email,Social,Direct", "t2")]
    [InlineData("last-non-direct", "Email,Social,Direct", "t1")]
    [InlineData("last-non-direct", "Email,Direct,Direct", "t0")]
    [InlineData("last-non-direct", "Direct,Direct,Direct", "t2")]
    public void Attribute_ThreeTouches_CreditsOne(string model, string channels, string expected)
    {
        var touches = Journeys.Touches([.. channels.Split(',').Select((channel, i) => ((double)i, channel))]);

        var credit = Assert.Single(Journeys.Journey(touches, 5, 100).Credit(model));

        Assert.Equal(expected, credit.Touch?.Id);
    }

    [Theory]
    [InlineData("first", "t1")]
    [InlineData("last", "t2")]
    public void Attribute_TouchesOutsideTheWindowOrLater_AreNotSeen(string model, string expected)
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 60, 61, 101), 100, 100);

        Assert.Equal(expected, Assert.Single(journey.Credit(model)).Touch?.Id);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(-0.1, null)]
    [InlineData(0.0, "t0")]
    [InlineData(2.9, "t1")]
    [InlineData(3.0, "t2")]
    [InlineData(10.0, "t2")]
    [InlineData(10.1, null)]
    public void LeadCreation_LeadOnThisDay_CreditsTheLatestTouchAtOrBeforeIt(double? leadDay, string? expected)
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 2, 3, 11), 10, 100, leadDay);

        Assert.Equal(expected, Assert.Single(journey.Credit("lead-creation")).Touch?.Id);
    }

    [Fact]
    public void LeadCreation_ItsTouchRemovedByTheDirectPolicy_CreditsTheNearestEarlierOne()
    {
        var journey = Journeys.Journey(Journeys.Touches((0, "Email"), (1, "Social"), (2, "Direct"), (3, "Email")), 5, 100, leadDay: 2);

        var credit = Assert.Single(journey.Credit("lead-creation", new AttributionParameters { DirectPolicy = DirectPolicy.DropAll }));

        Assert.Equal("t1", credit.Touch?.Id);
    }

    [Fact]
    public void LeadCreation_ItsTouchOutsideTheWindow_CreditsOfflineUnknown()
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 99), 100, 100, leadDay: 50);

        Assert.Null(Assert.Single(journey.Credit("lead-creation")).Touch);
    }
}
