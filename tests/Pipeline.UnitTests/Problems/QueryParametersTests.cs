using Pipeline.Problems;

namespace Pipeline.UnitTests.Problems;

public sealed class QueryParametersTests
{
    [Fact]
    public void Refuse_WhatNobodyAskedFor_NamesTheNearest()
    {
        var problems = Refuse([("form", "2026-03-01"), ("TO", "2026-03-02"), ("zzz", "")], "from", "to");

        Assert.Equal(["form", "zzz"], problems.Select(problem => problem.Field));
        Assert.Equal("There is no such parameter here. Did you mean from? Known: from, to.", problems[0].Detail);
        Assert.Equal("There is no such parameter here. Known: from, to.", problems[1].Detail);
    }

    [Fact]
    public void Refuse_RouteWithoutParameters_SaysSo() =>
        Assert.Contains("takes none", Assert.Single(Refuse([("at", "x")])).Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData("code")]
    [InlineData("clientid")]
    [InlineData("pretty")]
    [InlineData("map.email")]
    [InlineData("set.currency")]
    [InlineData("STAGE.Devis envoyé")]
    [InlineData("channel.Google Ads")]
    public void Refuse_WhatIsKnownEverywhere_IsLetPass(string name) => Assert.Empty(Refuse([(name, "x")]));

    [Theory]
    [InlineData("map")]
    [InlineData("map.")]
    [InlineData("stages.x")]
    [InlineData("codes")]
    [InlineData("")]
    public void Refuse_WhatOnlyLooksLikeIt_IsRefused(string name) => Assert.Single(Refuse([(name, "x")]));

    [Fact]
    public void Value_InAnyCase_IsTheFirst()
    {
        var query = new QueryParameters([new("DRYRUN", "true"), new("dryRun", "true")]);

        Assert.Equal("true", query["dryrun"]);
        Assert.Null(query["other"]);
    }

    [Fact]
    public void Refuse_TwoThings_AreOneTooMany() =>
        Assert.Equal("dryRun", Assert.Single(Refuse([("dryRun", "true"), ("dryRun", "false")], "dryRun")).Field);

    [Fact]
    public void List_GivenTwice_IsAList()
    {
        var query = new QueryParameters([new("model", "first"), new("model", "last")]);
        var problems = new List<Problem>();

        Assert.Equal("first,last", query.List("model"));
        query.Refuse(problems);
        Assert.Empty(problems);
    }

    [Fact]
    public void Refuse_AHugeName_IsCut() => Assert.InRange(Assert.Single(Refuse([(new string('x', 5_000), "x")])).Field.Length, 1, 100);

    private static List<Problem> Refuse((string Name, string Value)[] given, params string[] asked)
    {
        var query = new QueryParameters(given.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        foreach (var name in asked)
        {
            _ = query[name];
        }

        var problems = new List<Problem>();
        query.Refuse(problems);
        return problems;
    }
}
