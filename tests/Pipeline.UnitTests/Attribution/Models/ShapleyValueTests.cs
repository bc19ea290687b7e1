using FsCheck;
using FsCheck.Fluent;
using Pipeline.Attribution;
using Pipeline.Attribution.Models;

namespace Pipeline.UnitTests.Attribution.Models;

public sealed class ShapleyValueTests
{
    private static readonly AttributionParameters Few = new() { MinimumConversions = 1 };

    [Fact]
    public void OfCoalitions_GloveGame_GivesTwoThirdsToTheRareGlove()
    {
        // Players 0 and 1 hold left gloves, player 2 the only right one; a pair is worth 6.
        var shapley = ShapleyValue.OfCoalitions([0, 0, 0, 0, 0, 6, 6, 6]);

        Assert.Equal([1, 1, 4], shapley.Select(value => Math.Round(value, 12)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(1 << 16)]
    public void OfCoalitions_NotAPowerOfTwoUpToFifteenChannels_Throws(int values) =>
        Assert.Throws<ArgumentException>(() => ShapleyValue.OfCoalitions(new double[values]));

    [Fact]
    public void OfCoalitions_NotANumber_Throws() => Assert.Throws<ArgumentException>(() => ShapleyValue.OfCoalitions([0, double.NaN]));

    [Fact]
    public void OfCoalitions_FifteenAdditiveChannels_GivesEachItsOwnValue()
    {
        var values = Enumerable.Range(0, 1 << 15).Select(set => Enumerable.Range(0, 15).Sum(i => (set >> i & 1) * (i + 1.0))).ToArray();

        var shapley = ShapleyValue.OfCoalitions(values);

        Assert.All(shapley.Select((value, i) => (value, i)), pair => Assert.Equal(pair.i + 1.0, pair.value, 9));
    }

    [Fact]
    public void Attribute_ConversionsOverDistinctChannels_DividesEachAmongThem()
    {
        ChannelPath[] paths = [Path("A B A", 1, 90), Path("B", 2, 20), Path("A B C", 1, 100), Path("C", 0, 0, 50), Path("B B", 0, -5)];

        var result = ShapleyValue.Attribute(paths, Few);

        Assert.Equal(
            [("A", 833_334, 79), ("B", 2_833_333, 93), ("C", 333_333, 33)],
            result.Channels.Select(c => (c.Channel, (int)c.MicroConversions, (int)c.Amount)));
        Assert.Equal(((1 / 2.0) + (1 / 3.0)) / 4, result.Channels[0].Share, 12);
        Assert.Equal((4, 205, "shapley"), (result.Conversions, result.Amount, result.Model));
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void Attribute_AroundTheMinimum_NeedsThirtyConversions(int conversions, bool enough)
    {
        var result = ShapleyValue.Attribute([Path("A B", conversions, 7)], AttributionParameters.Default);

        Assert.Equal((enough, enough ? 2 : 0), (result.HasEnoughData, result.Channels.Count));
    }

    [Fact]
    public void Attribute_ClosedForm_EqualsTheDefinitionOverAllCoalitions()
    {
        string[] names = ["A", "B", "C", "D", "E"];
        var path = from size in Gen.Choose(1, 6)
                   from channels in Gen.ArrayOf(Gen.Elements(names), size)
                   from conversions in Gen.Choose(1, 5)
                   from amount in Gen.Choose(-100, 10_000)
                   select Path(string.Join(' ', channels), conversions, amount);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(Arb.From(Gen.NonEmptyListOf(path)), paths =>
            {
                var closed = ShapleyValue.Attribute([.. paths], Few).Channels.ToDictionary(channel => channel.Channel);
                var counts = ShapleyValue.OfCoalitions(Worth(names, paths, one => one.Conversions));
                var amounts = ShapleyValue.OfCoalitions(Worth(names, paths, one => one.Amount));
                for (var i = 0; i < names.Length; i++)
                {
                    var channel = closed.GetValueOrDefault(names[i], new ChannelCredit(names[i], 0, 0, 0));
                    Assert.Equal(counts[i], channel.Share * counts.Sum(), 6);
                    Assert.InRange(channel.MicroConversions, (counts[i] * 1e6) - 1.001, (counts[i] * 1e6) + 1.001);
                    Assert.InRange(channel.Amount, amounts[i] - 1.001, amounts[i] + 1.001);
                }
            }));
    }

    private static double[] Worth(string[] names, IEnumerable<ChannelPath> paths, Func<ChannelPath, double> value)
    {
        var worth = new double[1 << names.Length];
        for (var set = 0; set < worth.Length; set++)
        {
            worth[set] = paths.Where(path => path.Channels.All(name => (set >> Array.IndexOf(names, name) & 1) == 1)).Sum(value);
        }

        return worth;
    }

    private static ChannelPath Path(string channels, long conversions, long amount, long nonConversions = 0) => new()
    {
        Channels = channels.Split(' '),
        Conversions = conversions,
        NonConversions = nonConversions,
        Amount = amount,
    };
}
