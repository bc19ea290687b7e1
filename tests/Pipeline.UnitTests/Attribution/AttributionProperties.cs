using FsCheck;
using FsCheck.Fluent;
using Pipeline.Attribution;
using Pipeline.Attribution.Models;

namespace Pipeline.UnitTests.Attribution;

public sealed class AttributionProperties
{
    private static readonly DirectPolicy[] Policies = [DirectPolicy.Keep, DirectPolicy.DropLast, DirectPolicy.DropAll];
    private static readonly int[] Windows = [1, 30, 90];
    private static readonly string[] Channels = ["Direct", "Direct", "Email", "Paid Search", "Organic Social"];
    private static readonly DateTimeOffset Conversion = new(2026, 4, 10, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Models => [.. AttributionModels.PerJourney.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Attribute_AnyJourneyPolicyAndWindow_CreditsExactlyTheConversionToEligibleTouches(string model) =>
        ForAllJourneys(journey =>
        {
            foreach (var parameters in EveryPolicyAndWindow())
            {
                var credits = journey.Credit(model, parameters);

                var eligible = Eligible(journey, parameters);
                Assert.Equal(journey.Conversion.Amount, credits.Sum(credit => credit.Amount));
                Assert.Equal(1_000_000, credits.Sum(credit => credit.MicroConversions));
                Assert.All(credits, credit => Assert.True(credit.MicroConversions >= 0 && credit.Amount * journey.Conversion.Amount >= 0));
                Assert.All(credits, credit => Assert.True(credit.Touch is null ? credits.Count == 1 : eligible.Contains(credit.Touch)));
                Assert.True(credits[0].Touch is not null || eligible.Count == 0 || model == AttributionModels.LeadCreation);
                Assert.Equal(credits.OrderBy(credit => eligible.IndexOf(credit.Touch!)), credits);
            }
        });

    [Theory]
    [MemberData(nameof(Models))]
    public void Attribute_DealRefundedInThreeParts_TakesBackEveryCentOfEachTouch(string model) =>
        ForAllJourneys(generated =>
        {
            var amount = Math.Abs(generated.Conversion.Amount) + 1;
            var sale = generated with { Conversion = generated.Conversion with { Amount = amount } };
            var parts = new[] { amount / 3, amount / 2, amount - (amount / 3) - (amount / 2) };
            var refunds = parts.Select((part, i) => sale with
            {
                Conversion = sale.Conversion with { Id = $"refund {i}", At = sale.Conversion.At.AddDays(100), Amount = -part },
                RefundOf = sale.Conversion,
                RefundedEarlier = -parts.Take(i).Sum(),
            }).ToArray();

            var result = AttributionEngine.Attribute([sale, .. refunds], AttributionModels.ByName[model], AttributionParameters.Default);

            Assert.All(result.SumBy(credit => credit.Touch?.Id ?? "none").Values, sum => Assert.Equal(0, sum.Amount));
            Assert.All(result.SumBy(credit => credit.Conversion.Id), pair => Assert.Equal(AmountOf(pair.Key), pair.Value.Amount));
            Assert.Equal(1_000_000, result.Total.MicroConversions);

            long AmountOf(string id) => refunds.Prepend(sale).Single(journey => journey.Conversion.Id == id).Conversion.Amount;
        });

    [Theory]
    [MemberData(nameof(Models))]
    public void Attribute_TogetherOrAlone_GivesTheSameCredits(string model)
    {
        var journeys = Generated.Sample(200).ToArray();

        var together = AttributionEngine.Attribute(journeys, AttributionModels.ByName[model], AttributionParameters.Default);

        Assert.Equal(journeys.SelectMany(journey => journey.Credit(model)), together.Credits);
    }

    [Fact]
    public void ChannelModels_AnyJourneysPolicyAndWindow_CreditExactlyTheConversions()
    {
        var worlds = from journeys in Gen.ListOf(Generated, 30) from dropouts in Gen.ListOf(Generated, 10) select (journeys, dropouts);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(350),
            Prop.ForAll(Arb.From(worlds), world =>
            {
                foreach (var parameters in EveryPolicyAndWindow())
                {
                    ChannelPath[] paths =
                    [
                        .. world.journeys.Select(journey => ChannelPath.Of(journey, parameters)),
                        .. world.dropouts.Select(journey => ChannelPath.OfNonConverting(journey.Touches, Conversion, parameters)),
                    ];
                    foreach (var result in new[] { MarkovRemoval.Attribute(paths, parameters), ShapleyValue.Attribute(paths, parameters) })
                    {
                        Assert.True(result.HasEnoughData);
                        Assert.Equal(30_000_000, result.Channels.Sum(channel => channel.MicroConversions));
                        Assert.Equal(
                            world.journeys.Sum(journey => journey.Conversion.Amount), result.Channels.Sum(channel => channel.Amount));
                        Assert.All(result.Channels, channel => Assert.True(channel.MicroConversions >= 0 && channel.Share >= 0));
                        Assert.Equal(1, result.Channels.Sum(channel => channel.Share), 12);
                    }
                }
            }));
    }

    private static Gen<Journey> Generated { get; } =
        from hours in Gen
            .Choose(0, 9)
            .SelectMany(size => Gen.ArrayOf(Gen.Frequency((1, Gen.Choose(-60, 6)), (3, Gen.Choose(-2_400, 30))), size))
        from channels in Gen.ArrayOf(Gen.Elements(Channels), hours.Length)
        from lead in Moment
        from opportunity in Moment
        from amount in Gen.OneOf(Gen.Choose(-9, 9), Gen.Choose(-2_000_000, 2_000_000))
        select new Journey
        {
            Conversion = Journeys.Sale(Conversion, amount),
            Touches = [.. hours.Order().Select((hour, i) => Journeys.Touch(Conversion.AddHours(hour), channels[i], $"t{i}"))],
            Milestones = new Milestones { LeadCreatedAt = lead, OpportunityAt = opportunity },
        };

    private static Gen<DateTimeOffset?> Moment { get; } =
        Gen.Choose(-2_600, 200).Select(hour => hour > 100 ? (DateTimeOffset?)null : Conversion.AddHours(hour));

    private static void ForAllJourneys(Action<Journey> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(10_000), Prop.ForAll(Arb.From(Generated), property));

    private static IEnumerable<AttributionParameters> EveryPolicyAndWindow() =>
        from policy in Policies from window in Windows select new AttributionParameters { DirectPolicy = policy, WindowDays = window };

    private static List<Touch> Eligible(Journey journey, AttributionParameters parameters)
    {
        var inWindow = journey.Touches.Where(touch =>
            touch.At <= journey.Conversion.At
                && journey.Conversion.At - touch.At <= TimeSpan.FromHours(24 * parameters.WindowDays)).ToList();
        return parameters.DirectPolicy switch
        {
            DirectPolicy.DropAll => [.. inWindow.Where(touch => touch.Source.Channel != "Direct")],
            DirectPolicy.DropLast => inWindow[..(inWindow.FindLastIndex(touch => touch.Source.Channel != "Direct") + 1)],
            _ => inWindow,
        };
    }
}
