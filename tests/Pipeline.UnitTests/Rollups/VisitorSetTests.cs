using Pipeline.Rollups;

namespace Pipeline.UnitTests.Rollups;

public sealed class VisitorSetTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Fact]
    public void Union_SameVisitorOnTwoDaysOfAMonth_CountsOnce() =>
        Assert.Equal(3, VisitorSet.Union([VisitorSet.Of(Day, ["a", "b", "a"]), VisitorSet.Of(Day.AddDays(29), ["b", "c"])]));

    [Fact]
    public void Union_SameVisitorInTwoMonths_CannotBeJoined() =>
        Assert.Equal(2, VisitorSet.Union([VisitorSet.Of(Day, ["a"]), VisitorSet.Of(Day.AddDays(30), ["a"])]));

    [Theory]
    [InlineData(VisitorSet.MaxHashes, true)]
    [InlineData(VisitorSet.MaxHashes + 1, false)]
    public void Of_AroundTheMost_KeepsTheCountAloneOnlyAbove(int visitors, bool isExact)
    {
        var set = VisitorSet.Of(Day, Enumerable.Range(0, visitors).Select(i => $"v{i}"));

        Assert.Equal((visitors, isExact), (set.Count, set.IsExact));
        Assert.Equal(isExact ? visitors : null, VisitorSet.Union([set]));
    }

    [Fact]
    public void Decode_OfEncode_IsTheSame()
    {
        var set = VisitorSet.Of(Day, ["a", "b", "c"]);
        var read = VisitorSet.Decode(set.Encode(), set.Count);

        Assert.Equal((set.Encode(), 3, 3), (read.Encode(), read.Count, VisitorSet.Union([set, read])));
    }
}
