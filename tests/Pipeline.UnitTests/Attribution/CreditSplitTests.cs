using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Attribution;

namespace Pipeline.UnitTests.Attribution;

public sealed class CreditSplitTests
{
    [Theory]
    [InlineData(100, new long[] { 1, 1, 1 }, new long[] { 34, 33, 33 })]
    [InlineData(101, new long[] { 1, 1, 1 }, new long[] { 34, 34, 33 })]
    [InlineData(-100, new long[] { 1, 1, 1 }, new long[] { -34, -33, -33 })]
    [InlineData(1, new long[] { 1, 3, 3 }, new long[] { 0, 1, 0 })]
    [InlineData(5, new long[] { 0, 1, 0, 1 }, new long[] { 0, 3, 0, 2 })]
    [InlineData(0, new long[] { 2, 1 }, new long[] { 0, 0 })]
    [InlineData(10, new long[] { 7 }, new long[] { 10 })]
    [InlineData(100, new long[] { 22_500, 22_500, 22_500, 22_500, 10_000 }, new long[] { 23, 23, 22, 22, 10 })]
    [InlineData(long.MaxValue, new long[] { 1, 1 }, new long[] { 4_611_686_018_427_387_904, 4_611_686_018_427_387_903 })]
    [InlineData(long.MinValue, new long[] { 1, 1 }, new long[] { -4_611_686_018_427_387_904, -4_611_686_018_427_387_904 })]
    public void Split_KnownWeights_GivesRestToLargestRemainderThenEarliest(long total, long[] weights, long[] expected)
    {
        var credits = new long[weights.Length];

        CreditSplit.Split(total, weights, credits);

        Assert.Equal(expected, credits);
    }

    [Fact]
    public void Split_HundredsOfTouches_GivesRestToTheEarliest()
    {
        var credits = new long[200];

        CreditSplit.Split(1_050, Enumerable.Repeat(3L, 200).ToArray(), credits);

        Assert.Equal(Enumerable.Repeat(6L, 50).Concat(Enumerable.Repeat(5L, 150)), credits);
    }

    [Theory]
    [InlineData(new long[] { 0, 0 })]
    [InlineData(new long[] { 2, -1 })]
    [InlineData(new long[] { })]
    public void Split_WeightsThatCannotSplit_Throws(long[] weights) =>
        Assert.ThrowsAny<ArgumentException>(() => CreditSplit.Split(10, weights, new long[weights.Length]));

    [Fact]
    public void Split_AnyTotalAndWeights_EqualsTextbookLargestRemainder()
    {
        var weight = Gen.OneOf(
            Gen.Choose(0, 3).Select(w => (long)w),
            Gen.Choose(0, 100_000).Select(w => (long)w),
            Gen.Choose(1, 1 << 20).Select(w => (long)w << 32));
        var total = Gen.OneOf(
            Gen.Choose(-20, 20).Select(t => (long)t),
            Gen.Choose(int.MinValue, int.MaxValue).Select(t => (long)t),
            Gen.Choose(int.MinValue, int.MaxValue).Select(t => (long)t << 31));
        var cases = from t in total
                    from size in Gen.Choose(1, 60)
                    from weights in Gen.ArrayOf(weight, size)
                    where weights.Any(w => w > 0)
                    select (Total: t, Weights: weights);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(10_000),
            Prop.ForAll(Arb.From(cases), split =>
            {
                var credits = new long[split.Weights.Length];
                CreditSplit.Split(split.Total, split.Weights, credits);
                return credits.SequenceEqual(Textbook(split.Total, split.Weights));
            }));
    }

    [Theory]
    [InlineData(-1_000, 0, new long[] { 333, 334, 333 }, new long[] { -333, -334, -333 })]
    [InlineData(-500, 0, new long[] { 334, 333, 333 }, new long[] { -167, -167, -166 })]
    [InlineData(-500, -500, new long[] { 334, 333, 333 }, new long[] { -167, -166, -167 })]
    [InlineData(0, -500, new long[] { 334, 333, 333 }, new long[] { 0, 0, 0 })]
    public void Refund_OfADeal_RepeatsItsCreditsInProportion(long refund, long earlier, long[] original, long[] expected)
    {
        var credits = new long[original.Length];

        CreditSplit.Refund(refund, earlier, original, credits);

        Assert.Equal(expected, credits);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    public void Refund_PositiveAmount_Throws(long refund, long earlier) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditSplit.Refund(refund, earlier, [1], new long[1]));

    [Fact]
    public void Round_MixedSigns_KeepsTheSum()
    {
        var credits = new long[3];

        CreditSplit.Round([new(-5), new(4), new(4)], new(3), credits);

        Assert.Equal([-1, 1, 1], credits);
    }

    [Fact]
    public void Round_PartsThatDontSumToWholeUnits_Throws() =>
        Assert.Throws<ArgumentException>(() => CreditSplit.Round([new(1), new(1)], new(3), new long[2]));

    private static long[] Textbook(long total, long[] weights)
    {
        BigInteger sum = 0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        var size = BigInteger.Abs(total);
        var parts = weights.Select((weight, place) => (Quota: size * weight, place)).ToArray();
        var floors = parts.Select(part => part.Quota / sum).ToArray();
        var rest = (int)(size - floors.Aggregate(BigInteger.Zero, (a, b) => a + b));
        foreach (var part in parts.OrderByDescending(part => part.Quota % sum).ThenBy(part => part.place).Take(rest))
        {
            floors[part.place]++;
        }

        return [.. floors.Select(floor => (long)(floor * total.CompareTo(0)))];
    }
}
