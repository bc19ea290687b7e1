using Pipeline.Attribution;
using Pipeline.Attribution.Models;

namespace Pipeline.UnitTests.Attribution;

public sealed class AttributionEngineTests
{
    public static TheoryData<string> Models => [.. AttributionModels.PerJourney.Select(model => model.Name)];

    [Fact]
    public void Names_OfAllModels_AreTheTwelveOfTheField() => Assert.Equal(
        [
            "first",
            "last",
            "last-non-direct",
            "lead-creation",
            "linear",
            "position",
            "u-shaped",
            "w-shaped",
            "full-path",
            "time-decay",
            "markov",
            "shapley",
        ],
        AttributionModels.Names);

    [Theory]
    [MemberData(nameof(Models))]
    public void Attribute_NoTouch_CreditsOfflineUnknown(string model)
    {
        var credit = Assert.Single(Journeys.Journey([], 5, 12_345, leadDay: 1).Credit(model));

        Assert.Null(credit.Touch);
        Assert.Null(credit.LandingPage);
        Assert.Equal(
            ("Offline / unknown", "(unknown)", "(none)", "no-touch"),
            (credit.Source.Channel, credit.Source.Source, credit.Source.Medium, credit.Source.RuleId));
        Assert.Equal((1_000_000, 12_345), (credit.MicroConversions, credit.Amount));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Attribute_OneTouch_TakesAll(string model)
    {
        var credit = Assert.Single(Journeys.Journey(Journeys.OnDays(0), 5, 12_345, leadDay: 1, opportunityDay: 2).Credit(model));

        Assert.Equal(
            ("t0", 1_000_000, 12_345, "/Paid Search"), (credit.Touch?.Id, credit.MicroConversions, credit.Amount, credit.LandingPage));
    }

    [Theory]
    [InlineData("first", 1_001, 0)]
    [InlineData("last", 0, 1_001)]
    [InlineData("last-non-direct", 0, 1_001)]
    [InlineData("lead-creation", 0, 1_001)]
    [InlineData("linear", 501, 500)]
    [InlineData("position", 501, 500)]
    [InlineData("u-shaped", 501, 500)]
    [InlineData("w-shaped", 334, 667)]
    [InlineData("full-path", 250, 751)]
    [InlineData("time-decay", 334, 667)]
    public void Attribute_TwoTouchesAWeekApart_SplitsByTheModel(string model, long first, long second)
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 7), 9, 1_001, leadDay: 7, opportunityDay: 8);

        Assert.Equal([first, second], journey.Amounts(model));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Attribute_TouchesAtTheSameInstant_KeepTheOrderGiven(string model)
    {
        var journey = Journeys.Journey(Journeys.OnDays(3, 3, 3), 5, 100, leadDay: 3, opportunityDay: 3);

        var amounts = journey.Amounts(model);

        long[] expected = model switch
        {
            "first" => [100, 0, 0],
            "linear" or "time-decay" => [34, 33, 33],
            "position" or "u-shaped" => [40, 20, 40],
            "w-shaped" => [30, 10, 60],
            "full-path" => [23, 10, 67],
            _ => [0, 0, 100],
        };
        Assert.Equal(expected, amounts);
    }

    [Fact]
    public void Attribute_ManyJourneys_SumsByAnyDimension()
    {
        var journeys = new[]
        {
            Journeys.Journey(Journeys.Touches((0, "Email"), (1, "Direct")), 2, 101),
            Journeys.Journey(Journeys.Touches((0, "Email")), 2, 50),
            Journeys.Journey([], 2, 7),
        };

        var result = AttributionEngine.Attribute(journeys, AttributionModels.ByName["linear"], AttributionParameters.Default);

        Assert.Equal(("linear", AttributionParameters.Default), (result.Model, result.Parameters));
        Assert.Equal(new CreditSum(3_000_000, 158), result.Total);
        var byChannel = result.SumBy(credit => (credit.Source.Channel, credit.LandingPage));
        Assert.Equal(3, byChannel.Count);
        Assert.Equal(new CreditSum(1_500_000, 101), byChannel[("Email", "/Email")]);
        Assert.Equal(new CreditSum(500_000, 50), byChannel[("Direct", "/Direct")]);
        Assert.Equal(new CreditSum(1_000_000, 7), byChannel[("Offline / unknown", null)]);
    }

    [Fact]
    public void Attribute_RefundLongAfterTheWindow_RepeatsTheOriginalsCredits()
    {
        var original = Journeys.Journey(Journeys.OnDays(0, 5, 12), 20, 1_000);
        var refund = original with
        {
            Conversion = Journeys.Sale(Journeys.Day0.AddDays(300), -1_000, "refund"),
            RefundOf = original.Conversion,
        };

        var credits = refund.Credit("linear");

        Assert.Equal([-334, -333, -333], credits.Select(credit => credit.Amount));
        Assert.All(credits, credit => Assert.Equal(("refund", 0), (credit.Conversion.Id, credit.MicroConversions)));
    }

    [Fact]
    public void Attribute_RefundOfADealWithoutAmount_SplitsByTheModel()
    {
        var original = Journeys.Journey(Journeys.OnDays(0, 5), 20, 0);
        var refund = original with { Conversion = Journeys.Sale(Journeys.Day0.AddDays(21), -101), RefundOf = original.Conversion };

        Assert.Equal([-51, -50], refund.Amounts("linear"));
    }

    [Fact]
    public void Attribute_RefundOfADealWithoutTouch_TakesFromOfflineUnknown()
    {
        var original = Journeys.Journey([], 20, 100);
        var refund = original with { Conversion = Journeys.Sale(Journeys.Day0.AddDays(21), -40), RefundOf = original.Conversion };

        var credit = Assert.Single(refund.Credit("first"));

        Assert.Equal(("Offline / unknown", 0, -40), (credit.Source.Channel, credit.MicroConversions, credit.Amount));
    }

    [Fact]
    public void Attribute_NegativeAmountOfItsOwn_MirrorsThePositiveOne()
    {
        var journey = Journeys.Journey(Journeys.OnDays(0, 5, 12), 20, -1_000);

        Assert.Equal([-334, -333, -333], journey.Amounts("linear"));
    }

    [Fact]
    public void Attribute_InvalidParameters_ThrowsBeforeAnyJourney()
    {
        var parameters = new AttributionParameters { WindowDays = 0 };

        Assert.Throws<ArgumentException>(() => AttributionEngine.Attribute([], AttributionModels.ByName["first"], parameters));
    }

    [Fact]
    public void Attribute_HundredsOfTouches_GrowsItsBuffers()
    {
        var journeys = new[]
        {
            1,
            300,
            2,
            700,
        }.Select(size => Journeys.Journey(Journeys.OnDays([.. Enumerable.Range(0, size).Select(i => i / 100.0)]), 20, 99_999));

        var result = AttributionEngine.Attribute(journeys, AttributionModels.ByName["position"], AttributionParameters.Default);

        Assert.Equal(1_003, result.Credits.Count);
        Assert.Equal(new CreditSum(4_000_000, 4 * 99_999), result.Total);
    }
}
