using Pipeline.Scoring;
using static Pipeline.UnitTests.Scoring.Samples;

namespace Pipeline.UnitTests.Scoring;

public sealed class RankIndexTests
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    [Fact]
    public void Of_OneLine_IsTheLogarithmOfItsPointsPlusHalfLivesSince1970()
    {
        var at = DateTimeOffset.UnixEpoch.AddDays(600);

        Assert.Equal(3 + 20, RankIndex.Of([Line(8, at)], HalfLife), 12);
    }

    [Fact]
    public void Of_HalfLifeLater_CountsTwice() =>
        Assert.Equal(RankIndex.Of([Line(8, Start)], HalfLife), RankIndex.Of([Line(4, Start.AddDays(30))], HalfLife), 12);

    [Fact]
    public void Of_ShortHalfLife_DoesNotOverflow() =>
        Assert.True(double.IsFinite(RankIndex.Of([Line(8, Start), Line(1, Start.AddDays(3000))], TimeSpan.FromDays(1))));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Of_NothingLeft_IsLast(double points)
    {
        ScoreLine[] lines = points == 0 ? [] : [Line(points, Start)];

        Assert.Equal(double.NegativeInfinity, RankIndex.Of(lines, HalfLife));
    }

    [Fact]
    public void Key_Descending_SortsOrdinally()
    {
        double[] ranks =
        [
            double.MaxValue, 700.1, 700.1 - 1e-12, 1, double.Epsilon, 0, -double.Epsilon, -3.5, -700, double.MinValue,
            double.NegativeInfinity,
        ];

        var keys = ranks.Select(RankIndex.Key).ToList();

        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Equal(RankIndex.KeyLength, key.Length));
        Assert.Equal(RankIndex.Key(0), RankIndex.Key(-0.0));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Key_NoRank_Throws(double rank) => Assert.Throws<ArgumentOutOfRangeException>(() => RankIndex.Key(rank));
}
