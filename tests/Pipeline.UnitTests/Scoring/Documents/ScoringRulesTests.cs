using System.Text.Json;
using Pipeline.Events;
using Pipeline.Scoring.Documents;
using static Pipeline.UnitTests.Scoring.Samples;

namespace Pipeline.UnitTests.Scoring.Documents;

public sealed class ScoringRulesTests
{
    private static readonly string DefaultJson = ScoringRules.Form.ShippedText;

    private static string[] Paths(string json) => [.. ScoringRules.Form.Read(json).Problems.Select(problem => problem.Field)];

    [Fact]
    public void Default_EveryRule_SaysWhatItIsFor()
    {
        var rules = ScoringRules.Default;

        Assert.All(rules.Rules, rule => Assert.False(string.IsNullOrWhiteSpace(rule.Description), rule.Id));
        Assert.All(rules.Sequences, rule => Assert.False(string.IsNullOrWhiteSpace(rule.Description), rule.Id));
        Assert.All(rules.Paces, rule => Assert.False(string.IsNullOrWhiteSpace(rule.Description), rule.Id));
        Assert.All(rules.Fit!.Rules, rule => Assert.False(string.IsNullOrWhiteSpace(rule.Description), rule.Id));
        Assert.Equal((30, 80, 40), (rules.HalfLifeDays, rules.EnterThreshold, rules.ExitThreshold));
        Assert.Equal((50, 20), (rules.Bands.Second, rules.Bands.Third));
    }

    [Fact]
    public void Default_TwoPageViewsAndContactForm_IsEngaged()
    {
        var lines = ScoringRules.Default.Lines(View(Start), View(Start.AddMinutes(1), "/about"), Form(Start.AddMinutes(3), "contact"));

        Assert.Equal(47, lines.Sum(line => line.Points));
    }

    [Fact]
    public void Default_DemoForm_MakesAnMql()
    {
        var lines = ScoringRules.Default.Lines(Form(Start, "demo-request"));

        Assert.True(lines.Sum(line => line.Points) >= ScoringRules.Default.EnterThreshold);
    }

    [Fact]
    public void Default_ProductPricingForm_EarnsTheBuyingPath()
    {
        var lines = ScoringRules.Default.Lines(
            View(Start, "/product/a"), View(Start.AddMinutes(1), "/pricing"), Form(Start.AddMinutes(3), "contact"));

        Assert.Contains(lines, line => line.RuleId == "buying-path");
    }

    [Fact]
    public void Default_JobSeeker_StaysCold()
    {
        var lines = ScoringRules.Default.Lines([.. Enumerable.Range(0, 10).Select(i => View(Start.AddMinutes(2 * i), $"/jobs/{i}"))]);

        Assert.True(lines.Sum(line => line.Points) < 0);
    }

    [Fact]
    public void Json_WrittenAndRead_IsTheSame()
    {
        var json = ScoringRules.Default.ToJson();

        var again = ScoringRules.Form.Read(json);

        Assert.Empty(again.Problems);
        Assert.Equal(json, again.Document!.ToJson());
        Assert.Contains("\"$schema\": \"./scoring.schema.json\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_OnlyWhatIsRequired_IsEnough()
    {
        const string Json = """
            {"version":1,"halfLifeDays":14,"enterThreshold":60,"exitThreshold":60,"bands":{"second":50,"third":20},
             "rules":[{"id":"a","title":"A","points":1,"when":{"types":["page_view"]}}]}
            """;

        var rules = ScoringRules.Form.Read(Json).Document!;

        Assert.Equal((14, 0, null), (rules.HalfLifeDays, rules.Floor, rules.TotalCap));
        Assert.Empty(rules.Sequences);
        Assert.Equal([1], rules.Points(View(Start)));
    }

    [Fact]
    public void Read_NotJson_NamesTheLine()
    {
        var problem = Assert.Single(ScoringRules.Form.Read("{\n  \"version\": 1,,\n}").Problems);

        Assert.Equal("$", problem.Field);
        Assert.Contains("line 2", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongForm_ListsEveryProblemWithItsPath()
    {
        const string Json = """
            {"version":2,"halfLifeDays":0,"enterThreshold":"80","exitThreshold":40,"colour":"red","bands":{"second":50},
             "contentTags":[{"tag":"x","urls":["pricing"]}],
             "rules":[{"id":"A b","title":"","points":20000,"when":{"types":["pageview"]},"dayCap":0},
                      {"id":"b","title":"B","points":1,"when":{"types":[]},"when":{"types":["form"]}}],
             "sequences":[{"id":"s","title":"S","points":5,"steps":[{"types":["form"]}],"withinHours":48,"anyOrder":"yes"}]}
            """;

        Assert.Equal(
            [
                "$.version", "$.halfLifeDays", "$.enterThreshold", "$.colour", "$.bands.third", "$.contentTags[0].urls[0]",
                "$.rules[0].id", "$.rules[0].title", "$.rules[0].points", "$.rules[0].when.types[0]", "$.rules[0].dayCap",
                "$.rules[1].when.types", "$.rules[1].when",
                "$.sequences[0].steps", "$.sequences[0].anyOrder",
            ],
            Paths(Json));
        Assert.All(ScoringRules.Form.Read(Json).Problems, problem => Assert.Contains(';', problem.Detail));
    }

    [Fact]
    public void Read_WrongMeaning_ListsEveryProblemWithItsPath()
    {
        const string Json = """
            {"version":1,"halfLifeDays":30,"enterThreshold":80,"exitThreshold":90,"floor":95,"totalCap":70,"bands":{"second":85,"third":86},
             "contentTags":[{"tag":"x","urls":["/x"]},{"tag":"X","urls":["/y"]}],
             "groups":[{"id":"g"},{"id":"g"}],
             "rules":[{"id":"a","title":"A","points":0,"when":{"types":["page_view"],"tags":["x","z"],"minimumSeconds":5},"group":"h"},
                      {"id":"floor","title":"B","points":1,"when":{"types":["click"],"forms":["f"],"names":["n"],
                       "properties":[{"name":"p"},{"name":"p","equals":"a","contains":"b"}]}}],
             "sequences":[{"id":"a","title":"S","points":5,"steps":[{"types":["form"]},{"types":["form"],"tags":["q"]}],"withinHours":48}],
             "paces":[{"id":"p","title":"P","points":5,"when":{"types":["form"],"names":["n"]},"count":3,"withinHours":48}],
             "fit":{"gradeA":50,"gradeB":50,"gradeC":60,"rules":[
                {"id":"r","title":"R","points":0,"fields":["f"]},{"id":"r","title":"R","points":1,"fields":["f"],"atLeast":5,"below":5}]}}
            """;

        Assert.Equal(
            [
                "$.exitThreshold", "$.floor", "$.floor", "$.totalCap", "$.bands.second", "$.bands.third",
                "$.contentTags[1].tag", "$.groups[1].id", "$.sequences[0].id",
                "$.rules[0].points", "$.rules[0].group", "$.rules[1].id",
                "$.rules[0].when.tags[1]", "$.rules[0].when.minimumSeconds",
                "$.rules[1].when.properties[0]", "$.rules[1].when.properties[1]", "$.rules[1].when.forms", "$.rules[1].when.names",
                "$.sequences[0].steps[1].tags[0]", "$.paces[0].when.names",
                "$.fit.gradeB", "$.fit.gradeC", "$.fit.rules[1].id", "$.fit.rules[0].points", "$.fit.rules[1].below",
            ],
            Paths(Json));
    }

    [Fact]
    public void Validate_RulesMadeInCode_AreHeldToTheSchemaToo()
    {
        var bad = Bare with { HalfLifeDays = 4000, Rules = [Rule(double.NaN, On(EventType.PageView))] };

        Assert.Equal(["$"], ScoringRules.Form.Check(bad).Select(problem => problem.Field));
        Assert.Equal(["$.halfLifeDays"], ScoringRules.Form.Check(bad with { Rules = [] }).Select(problem => problem.Field));
        Assert.Equal(
            ["$.rules[0].when.types[0]"],
            ScoringRules.Form.Check(Bare with { Rules = [Rule(1, On((EventType)99))] }).Select(problem => problem.Field));
    }

    [Fact]
    public void Schema_EveryKeyword_IsOneThatTheCheckKnows()
    {
        string[] known =
        [
            "$schema", "$defs", "$ref", "title", "description", "type", "properties", "required", "additionalProperties", "items", "enum",
            "const", "minimum", "exclusiveMinimum", "maximum", "minItems", "maxItems", "minLength", "maxLength", "pattern",
        ];
        using var schema = JsonDocument.Parse(ScoringRules.Form.Schema);
        var unknown = new List<string>();
        Walk(schema.RootElement);

        Assert.Empty(unknown);

        void Walk(JsonElement element)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (!known.Contains(member.Name))
                {
                    unknown.Add(member.Name);
                }
                else if (member.Name is "properties" or "$defs")
                {
                    foreach (var part in member.Value.EnumerateObject())
                    {
                        Walk(part.Value);
                    }
                }
                else if (member.Name == "items")
                {
                    Walk(member.Value);
                }
            }
        }
    }

    [Fact]
    public void Default_Document_NamesItsSchema() => Assert.Contains("scoring.schema.json", DefaultJson, StringComparison.Ordinal);
}
