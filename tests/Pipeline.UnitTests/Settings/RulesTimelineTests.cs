using Pipeline.Settings;

namespace Pipeline.UnitTests.Settings;

public sealed class RulesTimelineTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RulesTimeline<string> Timeline = new([
        new(
            DateTimeOffset.MinValue,
            0,
            "shipped"), new(Start, 1, "first"), new(Start.AddDays(1), 2, "second"), new(Start.AddDays(2), 1, "first"),
    ]);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void At_AroundAnActivation_CountsFromItsInstantOn(long ticks, int version) =>
        Assert.Equal(version, Timeline.At(Start.AddTicks(ticks)).Version);

    [Fact]
    public void At_BeforeAllTime_IsTheEarliest() => Assert.Equal(0, Timeline.At(DateTimeOffset.MinValue).Version);

    [Fact]
    public void At_TwoFromOneMoment_IsTheLater() =>
        Assert.Equal("b", new RulesTimeline<string>([new(Start, 1, "a"), new(Start, 2, "b")]).At(Start).Rules);

    [Fact]
    public void Between_Interval_HoldsThatOfItsBeginningAndAllActivatedInIt() =>
        Assert.Equal([1, 2, 1], Timeline.Between(Start.AddHours(1), Start.AddDays(2)).Select(period => period.Version));

    [Fact]
    public void Between_Interval_LeavesOutWhatIsActivatedAfterIt() =>
        Assert.Equal([0, 1], Timeline.Between(Start.AddTicks(-1), Start.AddDays(1).AddTicks(-1)).Select(period => period.Version));

    [Fact]
    public void OfVersion_NeverActive_IsTheLast() => Assert.Equal(("second", "first"), (Timeline.OfVersion(2), Timeline.OfVersion(9)));

    [Fact]
    public void Make_OutOfOrderOrEmpty_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new RulesTimeline<string>([]));
        Assert.Throws<ArgumentException>(() => new RulesTimeline<string>([new(Start, 1, "a"), new(Start.AddTicks(-1), 2, "b")]));
    }
}
