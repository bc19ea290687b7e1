using System.Text.Json;
using Pipeline.Channels;
using Pipeline.Problems;

namespace Pipeline.UnitTests.Channels;

public sealed class ChannelRulesTests
{
    [Fact]
    public void Default_TheShippedDocument_IsValidAndHasEveryRule()
    {
        var ids = typeof(ChannelRuleIds).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.Empty(ChannelRules.Form.Check(ChannelRules.Default));
        Assert.Equal(ids, ChannelRules.Default.Order!);
        Assert.Equal("default-2", ChannelRules.Default.RulesVersion);
    }

    [Fact]
    public void Default_WrittenAndReadAgain_IsTheSame()
    {
        var json = JsonSerializer.Serialize(ChannelRules.Default, ChannelRulesJsonContext.Default.ChannelRules);

        var (read, problems) = ChannelRules.Form.Read(json);

        Assert.Empty(problems);
        Assert.Equal(json, JsonSerializer.Serialize(read!, ChannelRulesJsonContext.Default.ChannelRules));
    }

    [Fact]
    public void Default_Domains_AreLowerCaseAndMany()
    {
        var lists = ChannelRules.Default.Lists!;
        IReadOnlyList<ListedSource>[] named =
            [lists.Search!, lists.Social!, lists.Video!, lists.Shopping!, lists.Ads!, lists.Webmail!, lists.Ai!, lists.Referral!];
        var domains = named.SelectMany(list => list).SelectMany(source => source.Domains ?? []).Concat(lists.Excluded!).ToList();

        Assert.All(domains, domain => Assert.Equal(domain.ToLowerInvariant(), domain));
        Assert.InRange(domains.Count, 1500, 5000);
    }

    [Fact]
    public void Read_AShortDocument_TakesTheRestFromTheDefault()
    {
        var (rules, problems) = ChannelRules.Form.Read("""{ "rulesVersion": "2", "ownSites": ["example.org"], /* ours */ }""");

        Assert.Empty(problems);
        Assert.Equal("Organic Search", new ChannelClassifier(rules!).Classify(null, "https://www.google.com/", null, null).Channel);
    }

    [Theory]
    [InlineData("""["sea", "Sea"]""", "$.words.paid[1]", "twice")]
    [InlineData("""[" sea"]""", "$.words.paid[0]", "spaces")]
    [InlineData("""["", "x"]""", "$.words.paid[0]", "1 to 100")]
    [InlineData("""[null]""", "$.words.paid[0]", "1 to 100")]
    public void Read_FaultyWord_IsToldWithItsPlace(string words, string path, string expected)
    {
        var problem = Assert.Single(Disagreements($$"""{ "rulesVersion": "2", "words": { "paid": {{words}} } }"""));

        Assert.Equal(path, problem.Field);
        Assert.Contains(expected, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ADocumentWithManyFaults_ListsThemAllWithTheirPlace()
    {
        const string Json = """
            {
              "version": 2,
              "rulesVersion": "a b",
              "order": ["email", "emails", "email", null],
              "lists": {
                "search": [ { "name": "" }, null, { "name": "s", "domains": ["Bad Domain", "s.example"] } ],
                "video": [ { "name": "S", "names": ["v", "v"], "domains": ["s.example", "*", ".*", "a..b", "*.example"] } ],
                "excluded": ["s.example", "localhost"]
              },
              "additions": { "ai": [ { "name": " x" } ] },
              "ownSites": ["https://example.org", "example.org", "EXAMPLE.org"],
              "excludedReferrers": ["bücher.example", null]
            }
            """;

        var problems = Disagreements(Json);

        Assert.Equal(
            [
                "$.version", "$.rulesVersion", "$.order[1]", "$.order[2]", "$.order[3]", "$.order",
                "$.lists.search[0].name", "$.lists.search[1]", "$.lists.search[2].domains[0]",
                "$.lists.video[0].name", "$.lists.video[0].names[1]",
                "$.lists.video[0].domains[0]", "$.lists.video[0].domains[1]", "$.lists.video[0].domains[2]",
                "$.lists.video[0].domains[3]", "$.lists.video[0].domains[4]",
                "$.lists.excluded[0]", "$.lists.excluded[1]", "$.additions.ai[0].name",
                "$.ownSites[0]", "$.ownSites[2]", "$.excludedReferrers[0]", "$.excludedReferrers[1]",
            ],
            problems.Select(problem => problem.Field));
        Assert.All(problems, problem => Assert.NotEmpty(problem.Detail));
    }

    [Theory]
    [InlineData("", "$")]
    [InlineData("null", "$")]
    [InlineData("[]", "$")]
    [InlineData("""{"rulesVersion":"1","ordre":[]}""", "$.ordre")]
    [InlineData("""{"rulesVersion":"1","lists":{"search":[{"name":7}]}}""", "$.lists.search[0].name")]
    public void Read_NoSuchDocument_NamesThePlace(string json, string path)
    {
        var (rules, problems) = ChannelRules.Form.Read(json);

        Assert.Null(rules);
        Assert.Equal([path], problems.Select(problem => problem.Field));
    }

    [Fact]
    public void Classifier_OfAnInvalidDocument_Throws()
    {
        var exception = Assert.Throws<ArgumentException>(() => new ChannelClassifier(new ChannelRules { Order = ["email"] }));

        Assert.Contains("$.rulesVersion", exception.Message, StringComparison.Ordinal);
        Assert.Contains("$.order", exception.Message, StringComparison.Ordinal);
    }

    // Of a document whose form nobody checked, as when it was made in code.
    private static IReadOnlyList<Problem> Disagreements(string json) =>
        ChannelRulesValidator.Check(JsonSerializer.Deserialize(json, ChannelRulesJsonContext.Default.ChannelRules)!);
}
