using Pipeline.Scoring;
using static Pipeline.UnitTests.Scoring.Samples;

namespace Pipeline.UnitTests.Scoring;

public sealed class ScoreCurveTests
{
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void NextFall_HalfOfTheSum_IsOneHalfLifeLater()
    {
        var curve = new ScoreCurve([Line(100, Start)], Bare);

        // At exactly one half-life the score is exactly 50, which is not below yet.
        Assert.Equal(Start.AddDays(30) + Ms, curve.NextFall(50, Start));
        Assert.Equal(50, curve.ScoreAt(Start.AddDays(30)));
        Assert.True(curve.ScoreAt(Start.AddDays(30) + Ms) < 50);
    }

    [Fact]
    public void NextFall_SumExactlyAtTheThreshold_IsTheNextMillisecond() =>
        Assert.Equal(Start + Ms, new ScoreCurve([Line(50, Start)], Bare).NextFall(50, Start));

    [Theory]
    [InlineData(49.999)]
    [InlineData(-60)]
    public void NextFall_NeverReached_IsNone(double points) =>
        Assert.Null(new ScoreCurve([Line(points, Start)], Bare).NextFall(50, Start));

    [Fact]
    public void NextFall_NoLines_IsNone() => Assert.Null(new ScoreCurve([], Bare).NextFall(50, Start));

    [Fact]
    public void NextFall_AfterTheCrossing_IsNone()
    {
        var curve = new ScoreCurve([Line(100, Start)], Bare);

        Assert.Null(curve.NextFall(50, Start.AddDays(30) + Ms));
        Assert.NotNull(curve.NextFall(50, Start.AddDays(30)));
    }

    [Fact]
    public void NextFall_NegativeLine_IsAtTheLine() =>
        Assert.Equal(Start.AddDays(1), new ScoreCurve([Line(60, Start), Line(-30, Start.AddDays(1))], Bare).NextFall(50, Start));

    [Fact]
    public void NextFall_LineKeepsItUp_IsLater()
    {
        var curve = new ScoreCurve([Line(60, Start), Line(60, Start.AddDays(5))], Bare);

        var fall = curve.NextFall(50, Start);

        Assert.NotNull(fall);
        Assert.True(fall > Start.AddDays(30));
        Assert.True(curve.ScoreAt(fall.Value - Ms) >= 50 && curve.ScoreAt(fall.Value) < 50);
    }

    [Fact]
    public void NextFall_LaterRise_FindsTheFallAfterIt()
    {
        var curve = new ScoreCurve([Line(-10, Start.AddDays(-2000)), Line(100, Start.AddDays(10))], Bare);

        Assert.Equal(Start.AddDays(40) + Ms, curve.NextFall(50, Start));
    }

    [Fact]
    public void NextFall_ThresholdUnderTheFloorOrOverTheCap_IsNone()
    {
        var curve = new ScoreCurve([Line(300, Start)], Bare with { Floor = 10, TotalCap = 100 });

        Assert.Null(curve.NextFall(10, Start));
        Assert.NotNull(curve.NextFall(10.001, Start));
        Assert.Null(curve.NextFall(100.001, Start));
        Assert.NotNull(curve.NextFall(100, Start));
    }

    [Fact]
    public void ScoreAt_BeforeTheFirstLine_IsNothing() =>
        Assert.Equal(0, new ScoreCurve([Line(100, Start)], Bare).ScoreAt(Start - Ms));
}
