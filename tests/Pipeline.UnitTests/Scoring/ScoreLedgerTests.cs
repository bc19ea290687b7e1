using Pipeline.Scoring;
using Pipeline.Scoring.Documents;
using static Pipeline.UnitTests.Scoring.Samples;

namespace Pipeline.UnitTests.Scoring;

public sealed class ScoreLedgerTests
{
    private static ScoreLedger Ledger(ScoringRules rules, DateTimeOffset at, params ScoreLine[] lines) =>
        new ScoreEngine(rules, TimeZoneInfo.Utc).LedgerAt(lines, at);

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(0, "100")]
    [InlineData(7, "85.07")]
    [InlineData(15, "70.71")]
    [InlineData(30, "50")]
    [InlineData(90, "12.5")]
    public void Score_HundredPointsWithHalfLife30_DecaysToTheGoldenNumbers(int days, string shown) =>
        Assert.Equal(Number(shown), Ledger(Bare, Start.AddDays(days), Line(100, Start)).ShownScore);

    [Fact]
    public void Ledger_LinesAfterTheMoment_DoNotCount()
    {
        var lines = new[] { Line(10, Start), Line(5, Start.AddHours(1)) };

        Assert.Equal(0, Ledger(Bare, Start.AddMilliseconds(-1), lines).Score);
        Assert.Equal(10, Ledger(Bare, Start, lines).Score);
        Assert.Equal(2, Ledger(Bare, Start.AddHours(1), lines).Lines.Count);
    }

    [Theory]
    [InlineData(99.9, 99.9, null)]
    [InlineData(100, 100, null)]
    [InlineData(100.5, 100, LedgerLine.TotalCapId)]
    [InlineData(0.5, 0.5, null)]
    [InlineData(-0.5, 0, LedgerLine.FloorId)]
    public void Ledger_AroundFloorAndCap_ShowsThemAsLines(double points, double score, string? lastId)
    {
        var ledger = Ledger(Bare with { TotalCap = 100 }, Start, Line(points, Start));

        Assert.Equal(score, ledger.Score, 9);
        Assert.Equal(score, ledger.Lines.Sum(line => line.Points), 9);
        Assert.Equal(lastId ?? "rule", ledger.Lines[^1].RuleId);
        Assert.Equal(lastId is null, ledger.Lines[^1].Line is not null);
    }

    [Fact]
    public void Ledger_FloorAndCap_ActOnTheSumOfTheMoment()
    {
        var rules = Bare with { TotalCap = 100 };

        // 300 points capped to 100 now are still 150, so 100, after one half-life, and 75 after two.
        Assert.Equal(100, Ledger(rules, Start.AddDays(30), Line(300, Start)).Score);
        Assert.Equal(75, Ledger(rules, Start.AddDays(60), Line(300, Start)).Score);
    }

    [Theory]
    [InlineData(1.005, "1.01")]
    [InlineData(2.675, "2.68")]
    [InlineData(-1.005, "-1.01")]
    [InlineData(0.004999, "0.00")]
    public void Shown_Halves_RoundAwayFromZero(double score, string shown) => Assert.Equal(Number(shown), ScoreDecay.Shown(score));

    [Fact]
    public void ShownPoints_ThreeThirds_SumToTheShownScore()
    {
        var ledger = Ledger(Bare, Start, Line(1 / 3.0, Start), Line(1 / 3.0, Start), Line(1 / 3.0, Start), Line(2, Start));

        Assert.Equal(3m, ledger.ShownScore);
        Assert.Equal([0.34m, 0.33m, 0.33m, 2m], ledger.Lines.Select(line => line.ShownPoints));
    }

    [Fact]
    public void Momentum_AroundItsEdges_CountsEachLineOnce()
    {
        var at = Start.AddDays(30);
        var ms = TimeSpan.FromMilliseconds(1);
        var ledger = Ledger(
            Bare,
            at,
            Line(1, at.AddDays(-14)),
            Line(2, at.AddDays(-14) + ms),
            Line(4, at.AddDays(-7)),
            Line(8, at.AddDays(-7) + ms),
            Line(16, at),
            Line(32, at + ms));

        Assert.Equal(new Momentum(24, 6), ledger.Momentum);
        Assert.Equal(18, ledger.Momentum.Change);
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(99.999, 2)]
    [InlineData(50, 2)]
    [InlineData(49.999, 3)]
    [InlineData(20, 3)]
    [InlineData(19.999, 4)]
    [InlineData(-5, 4)]
    public void Band_AroundItsEdges_IsInclusiveBelow(double score, int band)
    {
        Assert.Equal(band, EngagementBand.Of(score, Bare));
        Assert.Equal($"B{band}", EngagementBand.Cell(FitGrade.B, band));
    }
}
