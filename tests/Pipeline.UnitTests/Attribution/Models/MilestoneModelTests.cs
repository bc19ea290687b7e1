using Pipeline.Attribution;

namespace Pipeline.UnitTests.Attribution.Models;

public sealed class MilestoneModelTests
{
    [Theory]
    [InlineData("u-shaped", new long[] { 4_000, 1_000, 1_000, 4_000, 0, 0, 0, 0 })]
    [InlineData("w-shaped", new long[] { 3_000, 334, 333, 3_000, 333, 3_000, 0, 0 })]
    [InlineData("full-path", new long[] { 2_250, 250, 250, 2_250, 250, 2_250, 250, 2_250 })]
    public void Attribute_AllMilestonesApart_SplitsByTheShares(string model, long[] expected)
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 1, 2, 3, 4, 5, 6, 7), 8, 10_000, leadDay: 3, opportunityDay: 5.5);

        Assert.Equal(expected, journey.Amounts(model));
    }

    [Theory]
    [InlineData("u-shaped", new long[] { 5_000, 5_000, 0, 0 })]
    [InlineData("w-shaped", new long[] { 3_334, 3_333, 3_333, 0 })]
    [InlineData("full-path", new long[] { 2_500, 2_500, 2_500, 2_500 })]
    public void Attribute_NoTouchBetweenMilestones_GivesTheMiddleToThemProRata(string model, long[] expected)
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 1, 2, 3), 8, 10_000, leadDay: 1, opportunityDay: 2);

        Assert.Equal(expected, journey.Amounts(model));
    }

    [Theory]
    [InlineData("u-shaped", new long[] { 10_000, 0, 0, 0 })]
    [InlineData("w-shaped", new long[] { 6_000, 1_000, 3_000, 0 })]
    [InlineData("full-path", new long[] { 4_500, 1_000, 2_250, 2_250 })]
    public void Attribute_LeadCreatedOnTheFirstTouch_AddsBothShares(string model, long[] expected)
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 1, 2, 3), 8, 10_000, leadDay: 0, opportunityDay: 2);

        Assert.Equal(expected, journey.Amounts(model));
    }

    [Theory]
    [InlineData("u-shaped", new long[] { 10_000, 0, 0, 0 })]
    [InlineData("w-shaped", new long[] { 4_500, 1_000, 4_500, 0 })]
    [InlineData("full-path", new long[] { 3_000, 1_000, 3_000, 3_000 })]
    public void Attribute_LeadCreationMissing_GivesItsShareToTheOtherMilestones(string model, long[] expected)
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 1, 2, 3), 8, 10_000, opportunityDay: 2);

        Assert.Equal(expected, journey.Amounts(model));
    }

    [Theory]
    [InlineData("u-shaped", new long[] { 4_000, 2_000, 4_000, 0, 0 })]
    [InlineData("w-shaped", new long[] { 4_500, 1_000, 4_500, 0, 0 })]
    [InlineData("full-path", new long[] { 3_000, 500, 3_000, 500, 3_000 })]
    public void Attribute_OpportunityAfterTheConversion_DidNotHappen(string model, long[] expected)
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 1, 2, 3, 4), 8, 10_000, leadDay: 2, opportunityDay: 20);

        Assert.Equal(expected, journey.Amounts(model));
    }

    [Theory]
    [InlineData("u-shaped", new long[] { 0, 10_000, 0, 0 })]
    [InlineData("w-shaped", new long[] { 0, 4_500, 1_000, 4_500 })]
    public void Attribute_LeadCreationOutsideTheWindow_GivesItsShareToTheOthers(string model, long[] expected)
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 20, 30, 40), 100, 10_000, leadDay: 5, opportunityDay: 50);

        Assert.Equal(expected, journey.Amounts(model));
    }

    [Theory]
    [InlineData(DirectPolicy.Keep, new long[] { 3_000, 500, 500, 3_000, 3_000 })]
    [InlineData(DirectPolicy.DropAll, new long[] { 3_000, 1_000, 3_000, 0, 3_000 })]
    public void WShaped_LeadCreationOnADirectTouch_FollowsTheDirectPolicy(DirectPolicy policy, long[] expected)
    {
        var touches = Journeys.Touches((0, "Email"), (1, "Social"), (2, "Email"), (3, "Direct"), (4, "Email"));
        var journey = Journeys.Journey(touches, 8, 10_000, leadDay: 3, opportunityDay: 4);

        Assert.Equal(expected, journey.Amounts("w-shaped", new AttributionParameters { DirectPolicy = policy }));
    }

    [Fact]
    public void WShaped_LeadCreationOnADroppedTouchWithNoneBefore_GivesItsShareToTheOthers()
    {
        var touches = Journeys.Touches((0, "Direct"), (1, "Social"), (2, "Email"), (3, "Email"));
        var journey = Journeys.Journey(touches, 8, 10_000, leadDay: 0, opportunityDay: 3);

        Assert.Equal(
            [0, 4_500, 1_000, 4_500], journey.Amounts("w-shaped", new AttributionParameters { DirectPolicy = DirectPolicy.DropAll }));
    }

    [Fact]
    public void FullPath_LastTouchesDroppedAsDirect_ClosesOnTheLastThatRemains()
    {
        var touches = Journeys.Touches((0, "Email"), (1, "Email"), (2, "Email"), (3, "Direct"));
        var journey = Journeys.Journey(touches, 8, 10_000, leadDay: 1, opportunityDay: 3);

        Assert.Equal(
            [2_500, 2_500, 5_000, 0], journey.Amounts("full-path", new AttributionParameters { DirectPolicy = DirectPolicy.DropLast }));
    }

    [Fact]
    public void UShaped_HalvesBySetting_GivesNothingBetween()
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 1, 2, 3), 8, 10_000, leadDay: 2);

        Assert.Equal(
            [5_000, 0, 5_000, 0], journey.Amounts("u-shaped", new AttributionParameters { UShaped = MilestoneWeights.UShapedHalves }));
    }

    [Fact]
    public void WShaped_OnlyMilestonesWithoutShareHappened_SplitsEvenlyAmongThem()
    {
        var shares = new MilestoneWeights { Opportunity = 80, Middle = 20 };
        var journey = Journeys.Journey(Journeys.OnDays(0, 1, 2), 8, 10_000, leadDay: 2);

        Assert.Equal([4_000, 2_000, 4_000], journey.Amounts("w-shaped", new AttributionParameters { WShaped = shares }));
    }

    [Theory]
    [InlineData("2026-01-15T22:59:59.9999999Z", new long[] { 3_334, 3_333, 3_333 })]
    [InlineData("2026-01-15T22:59:59.9999998Z", new long[] { 5_000, 5_000, 0 })]
    [InlineData("2026-01-16T22:59:59.9999999Z", new long[] { 5_000, 5_000, 0 })]
    public void WShaped_OpportunityKnownByDateOnly_CountsOnTheDayOfTheConversion(string opportunityAt, long[] expected)
    {
        var conversion = new DateTimeOffset(2026, 1, 15, 14, 0, 0, TimeSpan.Zero);
        var at = DateTimeOffset.Parse(opportunityAt, System.Globalization.CultureInfo.InvariantCulture);
        var journey = new Journey
        {
            Conversion = Journeys.Sale(conversion, 10_000),
            Touches =
            [
                Journeys.Touch(conversion.AddDays(-3)), Journeys.Touch(conversion.AddDays(-2)), Journeys.Touch(conversion.AddDays(-1))
            ],
            Milestones = new Milestones { LeadCreatedAt = conversion.AddDays(-2), OpportunityAt = at },
        };

        Assert.Equal(expected, journey.Amounts("w-shaped"));
    }
}
