using Pipeline.Attribution;

namespace Pipeline.UnitTests.Attribution;

public sealed class AttributionParametersTests
{
    [Fact]
    public void Problems_Defaults_None() => Assert.Empty(AttributionParameters.Default.Problems());

    [Fact]
    public void Problems_OtherUShape_None() =>
        Assert.Empty(new AttributionParameters { UShaped = MilestoneWeights.UShapedHalves }.Problems());

    [Fact]
    public void Validate_EverythingWrong_ListsAllProblems()
    {
        var parameters = new AttributionParameters
        {
            WindowDays = 0,
            DirectPolicy = (DirectPolicy)9,
            HalfLifeDays = double.NaN,
            Position = new PositionWeights { First = 50 },
            UShaped = MilestoneWeights.WShaped,
            WShaped = MilestoneWeights.FullPath,
            FullPath = MilestoneWeights.FullPath with { Close = -22.5m },
            MinimumConversions = 0,
            TimeZoneId = "Mars/Olympus",
        };

        var problems = parameters.Problems();

        string[] fields =
        [
            "windowDays", "directPolicy", "halfLifeDays", "position", "fullPath", "uShaped", "wShaped", "minimumConversions", "timeZoneId"
        ];
        Assert.Equal(fields, problems.Select(problem => problem.Split(' ')[0]));
        var thrown = Assert.Throws<ArgumentException>(parameters.Validate);
        Assert.All(problems, problem => Assert.Contains(problem, thrown.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(3650, true)]
    [InlineData(3651, false)]
    public void Problems_WindowAtItsEnds_AreAllowed(int days, bool allowed) =>
        Assert.Equal(allowed, new AttributionParameters { WindowDays = days }.Problems().Count == 0);

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.001, true)]
    [InlineData(3650, true)]
    [InlineData(3650.001, false)]
    public void Problems_HalfLifeAtItsEnds_AreAllowed(double days, bool allowed) =>
        Assert.Equal(allowed, new AttributionParameters { HalfLifeDays = days }.Problems().Count == 0);

    [Theory]
    [InlineData("33.333", "33.334", true)]
    [InlineData("33.3333", "33.3334", false)]
    [InlineData("100", "0", false)]
    public void Problems_Shares_NeedThreeDecimalsAndSumHundred(string first, string middle, bool allowed)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        var position = new PositionWeights
        {
            First = decimal.Parse(first, invariant),
            Middle = decimal.Parse(middle, invariant),
            Last = 33.333m,
        };

        Assert.Equal(allowed, new AttributionParameters { Position = position }.Problems().Count == 0);
    }

    [Fact]
    public void ToString_Defaults_NamesEveryParameter() => Assert.Equal(
        "window 90 d; direct keep; half-life 7 d; position 40/20/40; U 40/40/0/0/20; W 30/30/30/0/10; full path 22.5/22.5/22.5/22.5/10; "
            + "minimum 30 conversions; Europe/Paris",
        AttributionParameters.Default.ToString());
}
