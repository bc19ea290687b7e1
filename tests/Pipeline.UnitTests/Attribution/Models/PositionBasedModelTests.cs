using Pipeline.Attribution;

namespace Pipeline.UnitTests.Attribution.Models;

public sealed class PositionBasedModelTests
{
    [Theory]
    [InlineData(1, new long[] { 100 })]
    [InlineData(2, new long[] { 50, 50 })]
    [InlineData(3, new long[] { 40, 20, 40 })]
    [InlineData(4, new long[] { 40, 10, 10, 40 })]
    [InlineData(5, new long[] { 40, 7, 7, 6, 40 })]
    public void Attribute_Defaults_SplitsFortyTwentyForty(int touches, long[] expected)
    {
        var journey = Journeys.Journey(Journeys.OnDays([.. Enumerable.Range(0, touches).Select(day => (double)day)]), 9, 100);

        Assert.Equal(expected, journey.Amounts("position"));
    }

    [Theory]
    [InlineData(30, 10, 60, 2, new long[] { 33, 67 })]
    [InlineData(30, 10, 60, 3, new long[] { 30, 10, 60 })]
    [InlineData(0, 100, 0, 1, new long[] { 100 })]
    [InlineData(0, 100, 0, 2, new long[] { 50, 50 })]
    [InlineData(0, 100, 0, 4, new long[] { 0, 50, 50, 0 })]
    [InlineData(0, 0, 100, 1, new long[] { 100 })]
    [InlineData(0, 0, 100, 3, new long[] { 0, 0, 100 })]
    public void Attribute_OtherWeights_SplitsByThem(int first, int middle, int last, int touches, long[] expected)
    {
        var parameters = new AttributionParameters { Position = new PositionWeights { First = first, Middle = middle, Last = last } };
        var journey = Journeys.Journey(Journeys.OnDays([.. Enumerable.Range(0, touches).Select(day => (double)day)]), 9, 100);

        Assert.Equal(expected, journey.Amounts("position", parameters));
    }
}
