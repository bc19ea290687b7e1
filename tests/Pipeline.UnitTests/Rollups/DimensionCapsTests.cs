using Pipeline.Days;
using Pipeline.Rollups;

namespace Pipeline.UnitTests.Rollups;

public sealed class DimensionCapsTests
{
    [Theory]
    [InlineData(999, 999)]
    [InlineData(1000, 1000)]
    [InlineData(1001, 1001)]
    public void Fold_AroundTheMost_PutsTheLeastUsedTogetherOnlyAbove(int campaigns, int names)
    {
        var used = Used(campaigns);
        var caps = DimensionCaps.Of(used);

        var folded = used.Select(item => caps.Fold(item.Dimensions).Campaign).ToHashSet();

        Assert.Equal(names, folded.Count);
        Assert.Equal(campaigns > 1000, folded.Contains(RollupDimensions.Other));
        Assert.Equal(campaigns <= 1000, folded.Contains("c0000"));
    }

    [Fact]
    public void Fold_OfWhatWasFolded_KeepsIt()
    {
        var used = Used(1500);
        var first = DimensionCaps.Of(used);
        var once = used.Select(item => (Dimensions: first.Fold(item.Dimensions), item.Weight)).ToList();

        var again = DimensionCaps.Of(once);

        Assert.All(once, item => Assert.Equal(item.Dimensions, again.Fold(item.Dimensions)));
        Assert.Equal(RollupDimensions.Other, again.Fold(new RollupDimensions("E-mail", "s", "m", "never seen")).Campaign);
    }

    private static List<(RollupDimensions Dimensions, long Weight)> Used(int campaigns) =>
        [.. Enumerable.Range(0, campaigns).Select(i => (new RollupDimensions("E-mail", "s", "m", $"c{i:D4}"), (long)i))];
}
