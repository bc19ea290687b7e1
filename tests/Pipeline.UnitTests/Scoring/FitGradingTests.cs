using Pipeline.Scoring;
using Pipeline.Scoring.Documents;

namespace Pipeline.UnitTests.Scoring;

public sealed class FitGradingTests
{
    private static readonly FitRules Edges = new() { GradeA = 75, GradeB = 50, GradeC = 25 };

    private static FitRule Rule(params string[] fields) => new() { Id = "r", Title = "R", Points = 30, Fields = fields };

    private static double Points(FitRule rule, string value) =>
        FitGrading.Of(Edges with { Rules = [rule] }, new Dictionary<string, string> { ["field"] = value }).Points;

    [Theory]
    [InlineData(75, FitGrade.A)]
    [InlineData(74.99, FitGrade.B)]
    [InlineData(50, FitGrade.B)]
    [InlineData(49.99, FitGrade.C)]
    [InlineData(25, FitGrade.C)]
    [InlineData(24.99, FitGrade.D)]
    [InlineData(-10, FitGrade.D)]
    public void Grade_AroundItsEdges_IsInclusiveBelow(double points, FitGrade grade) =>
        Assert.Equal(grade, FitGrading.GradeOf(Edges, points));

    [Theory]
    [InlineData("50", true)]
    [InlineData("49", false)]
    [InlineData("51-200", true)]
    [InlineData("11-50", false)]
    [InlineData("1,000+", true)]
    [InlineData("1.000 Mitarbeiter", true)]
    [InlineData("10 000", true)]
    [InlineData("more than 60", true)]
    [InlineData("many", false)]
    [InlineData("5, 200", false)]
    [InlineData("1,2345", false)]
    [InlineData("1,23", false)]
    public void AtLeast_WhatFormsSay_IsReadAsANumber(string value, bool fits) =>
        Assert.Equal(fits ? 30 : 0, Points(Rule("field") with { AtLeast = 50 }, value));

    [Fact]
    public void Below_TheNumber_IsExclusive()
    {
        var rule = Rule("field") with { AtLeast = 10, Below = 50 };

        Assert.Equal([0, 30, 30, 0], new[] { "9", "10", "49", "50" }.Select(value => Points(rule, value)));
    }

    [Fact]
    public void Text_EqualsAndContains_IgnoreCaseAndMustBothFit()
    {
        Assert.Equal(30, Points(Rule("field") with { EqualTo = ["de", "FR"] }, "fr"));
        Assert.Equal(0, Points(Rule("field") with { EqualTo = ["de", "fr"] }, "fra"));
        Assert.Equal(30, Points(Rule("field") with { Contains = ["head of"] }, "Head of Sales"));
        Assert.Equal(0, Points(Rule("field") with { Contains = ["head of"], EqualTo = ["cto"] }, "Head of Sales"));
    }

    [Fact]
    public void Fields_Alternatives_TakeTheFirstThatHoldsAValue()
    {
        var known = new Dictionary<string, string> { ["Company"] = " ", ["firma"] = "Muster AG" };

        var line = Assert.Single(FitGrading.Of(Edges with { Rules = [Rule("company", "Firma")] }, known).Lines);

        Assert.Equal(("Firma", 30), (line.Field, line.Points));
        Assert.Empty(FitGrading.Of(Edges with { Rules = [Rule("phone")] }, known).Lines);
    }

    [Theory]
    [InlineData(75, FitGrade.B, true)]
    [InlineData(74.99, FitGrade.B, false)]
    [InlineData(50, FitGrade.B, false)]
    [InlineData(49.99, FitGrade.C, false)]
    public void Grade_Unconfirmed_IsAtMostBAndSaysSo(double points, FitGrade grade, bool isHeld)
    {
        var fit = Edges with { Rules = [Rule("company") with { Points = points }] };
        var typed = new Dictionary<string, string> { ["company"] = "Example" };
        Dictionary<string, string> none = [];

        var result = FitGrading.Of(fit, none, typed, isConfirmed: false);

        Assert.Equal((grade, isHeld, points), (result.Grade, result.Unconfirmed, result.Points));
        Assert.Equal(FitGrading.GradeOf(fit, points), FitGrading.Of(fit, none, typed, isConfirmed: true).Grade);
        Assert.Equal(
            FitGrading.GradeOf(fit, points), FitGrading.Of(fit with { TrustsForms = true }, none, typed, isConfirmed: false).Grade);
    }

    [Fact]
    public void Fields_ToldUnderAnotherName_RankAboveTypedOnes()
    {
        var fit = Edges with { Rules = [Rule("job_title", "position") with { Contains = ["ceo"] }] };

        Assert.Empty(FitGrading.Of(
            fit,
            new Dictionary<string, string> { ["position"] = "student" },
            new Dictionary<string, string> { ["job_title"] = "CEO" },
            isConfirmed: true).Lines);
    }

    [Fact]
    public void Grade_WithoutRules_IsD() =>
        Assert.Equal(FitGrade.D, FitGrading.Of(null, new Dictionary<string, string> { ["a"] = "b" }).Grade);

    [Fact]
    public void Default_DecisionMakerOfALargeCompany_IsA()
    {
        var known = new Dictionary<string, string>
        {
            ["job_title"] = "Head of Marketing",
            ["company"] = "Example",
            ["employees"] = "51-200",
        };

        Assert.Equal(FitGrade.A, FitGrading.Of(ScoringRules.Default.Fit, known).Grade);
    }
}
