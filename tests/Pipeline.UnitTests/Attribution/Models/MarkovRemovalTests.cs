using FsCheck;
using FsCheck.Fluent;
using Pipeline.Attribution;
using Pipeline.Attribution.Models;

namespace Pipeline.UnitTests.Attribution.Models;

public sealed class MarkovRemovalTests
{
    private static readonly AttributionParameters Few = new() { MinimumConversions = 1 };

    private static readonly ChannelPath[] Golden =
    [
        Path("A", conversions: 2, amount: 600),
        Path("A", nonConversions: 1),
        Path("B", conversions: 1, amount: 300),
        Path("A B", conversions: 1, amount: 101),
    ];

    [Fact]
    public void Effects_OfTheGoldenPaths_AreExact()
    {
        var effects = MarkovRemoval.Effects(Golden);

        Assert.Equal(0.75, effects["A"], 12);
        Assert.Equal(0.5, effects["B"], 12);
    }

    [Fact]
    public void Attribute_GoldenPaths_SplitsSixtyForty()
    {
        var result = MarkovRemoval.Attribute(Golden, Few);

        Assert.Equal(["A", "B"], result.Channels.Select(channel => channel.Channel));
        Assert.Equal([2_400_000, 1_600_000], result.Channels.Select(channel => channel.MicroConversions));
        Assert.Equal([601, 400], result.Channels.Select(channel => channel.Amount));
        Assert.Equal(0.6, result.Channels[0].Share, 12);
        Assert.Equal((4, 1_001, "markov", Few), (result.Conversions, result.Amount, result.Model, result.Parameters));
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    [InlineData(31, true)]
    public void Attribute_AroundTheMinimum_NeedsThirtyConversions(int conversions, bool enough)
    {
        var result = MarkovRemoval.Attribute([Path("A", conversions, nonConversions: 50, amount: 7)], AttributionParameters.Default);

        Assert.Equal(enough, result.HasEnoughData);
        Assert.Equal(enough ? [conversions * 1_000_000L] : [], result.Channels.Select(channel => channel.MicroConversions));
    }

    [Fact]
    public void Attribute_SymmetricChannels_GivesTheRestToTheFirstByName()
    {
        var result = MarkovRemoval.Attribute(
            [Path("C A B", 1), Path("B C A", 1), Path("A B C", 1, amount: 100), Path("A", 0, 1), Path("B", 0, 1), Path("C", 0, 1)], Few);

        Assert.Equal([34, 33, 33], result.Channels.Select(channel => channel.Amount));
    }

    [Fact]
    public void Attribute_LoopsAndRepeats_EqualsTheFundamentalMatrix()
    {
        var channel = Gen.Elements("A", "B", "C", "D", "E", "F");
        var path = from size in Gen.Choose(1, 7)
                   from channels in Gen.ArrayOf(channel, size)
                   from conversions in Gen.Choose(0, 5)
                   from others in Gen.Choose(0, 20)
                   select Path(string.Join(' ', channels), conversions, others);
        var worlds = from paths in Gen.NonEmptyListOf(path) where paths.Any(one => one.Conversions > 0) select paths;

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(Arb.From(worlds), paths =>
            {
                var expected = ByFundamentalMatrix([.. paths]);
                Assert.All(MarkovRemoval.Effects([.. paths]), pair => Assert.Equal(expected[pair.Key], pair.Value, tolerance: 1e-9));
            }));
    }

    [Fact]
    public void Effects_PathsInAnyOrder_AreTheSame() =>
        Assert.Equal(MarkovRemoval.Effects(Golden), MarkovRemoval.Effects([.. Golden.Reverse()]));

    [Fact]
    public void Attribute_RefundOfAChannelNobodyConvertedBy_OnlyLowersTheTotal()
    {
        var result = MarkovRemoval.Attribute([.. Golden, Path("Z", amount: -1)], Few);

        Assert.Equal([("A", 600), ("B", 400), ("Z", 0)], result.Channels.Select(channel => (channel.Channel, (int)channel.Amount)));
    }

    [Fact]
    public void Effects_NothingConverted_Throws() =>
        Assert.Throws<ArgumentException>(() => MarkovRemoval.Effects([Path("A", nonConversions: 3)]));

    [Fact]
    public void Attribute_PathWithoutChannel_Throws() =>
        Assert.Throws<ArgumentException>(() => MarkovRemoval.Attribute([new ChannelPath { Channels = [], Conversions = 1 }], Few));

    [Fact]
    public void ChannelPath_OfJourneys_FollowsWindowPolicyAndRefunds()
    {
        var touches = Journeys.Touches((0, "Email"), (50, "Direct"), (60, "Social"), (200, "Email"));
        var sale = Journeys.Journey(touches, 100, 500);
        var refund = sale with { Conversion = Journeys.Sale(Journeys.Day0.AddDays(300), -500), RefundOf = sale.Conversion };
        var dropAll = new AttributionParameters { DirectPolicy = DirectPolicy.DropAll };

        var converting = ChannelPath.Of(sale, AttributionParameters.Default);
        var refunded = ChannelPath.Of(refund, dropAll);
        var other = ChannelPath.OfNonConverting(touches, Journeys.Day0.AddDays(400), AttributionParameters.Default);

        Assert.Equal(["Direct", "Social"], converting.Channels);
        Assert.Equal((1, 0, 500), (converting.Conversions, converting.NonConversions, converting.Amount));
        Assert.Equal(["Social"], refunded.Channels);
        Assert.Equal((0, 0, -500), (refunded.Conversions, refunded.NonConversions, refunded.Amount));
        Assert.Equal(["Offline / unknown"], other.Channels);
        Assert.Equal((0, 1, 0), (other.Conversions, other.NonConversions, other.Amount));
    }

    private static ChannelPath Path(string channels, long conversions = 0, long nonConversions = 0, long amount = 0) => new()
    {
        Channels = channels.Split(' '),
        Conversions = conversions,
        NonConversions = nonConversions,
        Amount = amount,
    };

    private static Dictionary<string, double> ByFundamentalMatrix(ChannelPath[] paths)
    {
        var names = paths.SelectMany(path => path.Channels).Distinct().ToArray();
        var size = names.Length;
        var counts = new double[size, size + 2];
        var starts = new double[size];
        foreach (var path in paths)
        {
            var places = path.Channels.Select(name => Array.IndexOf(names, name)).ToArray();
            double all = path.Conversions + path.NonConversions;
            starts[places[0]] += all;
            foreach (var (from, to) in places.Zip(places.Skip(1)))
            {
                counts[from, to] += all;
            }

            counts[places[^1], size] += path.Conversions;
            counts[places[^1], size + 1] += path.NonConversions;
        }

        // (I − Q)⁻¹ by Gauss-Jordan: visits[i, j] is how often the chain that stands on i comes to j.
        var work = new double[size, 2 * size];
        var converts = new double[size];
        for (var i = 0; i < size; i++)
        {
            var sum = Enumerable.Range(0, size + 2).Sum(j => counts[i, j]);
            for (var j = 0; j < size; j++)
            {
                work[i, j] = (i == j ? 1 : 0) - (sum == 0 ? 0 : counts[i, j] / sum);
            }

            work[i, size + i] = 1;
            converts[i] = sum == 0 ? 0 : counts[i, size] / sum;
        }

        for (var column = 0; column < size; column++)
        {
            var pivot = Enumerable.Range(column, size - column).MaxBy(row => Math.Abs(work[row, column]));
            for (var j = 0; j < 2 * size; j++)
            {
                (work[column, j], work[pivot, j]) = (work[pivot, j], work[column, j]);
            }

            var divisor = work[column, column];
            for (var j = 0; j < 2 * size; j++)
            {
                work[column, j] /= divisor;
            }

            for (var row = 0; row < size; row++)
            {
                var factor = row == column ? 0 : work[row, column];
                for (var j = 0; j < 2 * size; j++)
                {
                    work[row, j] -= factor * work[column, j];
                }
            }
        }

        double Visits(int i, int j) => work[i, size + j];
        double Converts(int i) => Enumerable.Range(0, size).Sum(j => Visits(i, j) * converts[j]);
        double FromStart(Func<int, double> value) => Enumerable.Range(0, size).Sum(i => starts[i] * value(i));
        return Enumerable.Range(0, size).ToDictionary(
            removed => names[removed],
            removed => FromStart(i => Visits(i, removed) / Visits(removed, removed)) * Converts(removed) / FromStart(Converts));
    }
}
