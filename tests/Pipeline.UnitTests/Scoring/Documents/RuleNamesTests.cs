using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Leads.Previews;
using Pipeline.Records;
using Pipeline.Ruleset;
using Pipeline.Scoring.Documents;
using Pipeline.Settings;
using Pipeline.Testing;
using static Pipeline.UnitTests.Scoring.Samples;

namespace Pipeline.UnitTests.Scoring.Documents;

/// <summary>Rules name channels; a rule about one that does not exist could never fire.</summary>
public sealed class RuleNamesTests : IDisposable
{
    private static readonly SettingsEdit Edit = new("scoring", null, new ActionNote(null, null));

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    private SettingsHandler Settings => _bed.Get<SettingsHandler>();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(EventType.Click)]
    [InlineData(EventType.PageView)]
    public void Default_VisitByMail_EarnsTheEmailClick(EventType type)
    {
        var source = new ChannelClassifier(ChannelRules.Default)
            .Classify(
                new CampaignParameters { Source = "newsletter", Medium = "email", Campaign = "march" }, null, "www.example.org", null);

        var lines = ScoringRules.Default.Lines(Event(type, Start, "/offer", channel: source.Channel));

        Assert.Contains(lines, line => line is { RuleId: "email-click", Points: 5 });
    }

    [Fact]
    public void Default_EveryChannelOfARule_IsAChannel() => Assert.Empty(RuleNames.Unknown(ScoringRules.Default));

    [Theory]
    [InlineData("Email", "E-mail")]
    [InlineData("Paid Serch", "Paid Search")]
    [InlineData("Social organic", null)]
    public async Task Put_UnknownChannel_IsRefusedWithTheNearestName(string channel, string? nearest)
    {
        var text = Rules(channel, channel, channel);

        var put = await Settings.PutAsync(Edit, text, activate: true, default);
        var validated = await Settings.ValidateAsync("scoring", text, default);
        var preview = await _bed.Get<RulesPreview>().CompareAsync(new PreviewQuery("scoring", text, null, null, null, 1), default);

        Assert.Equal(
            [SettingsStatus.Invalid, SettingsStatus.Invalid, SettingsStatus.Invalid], [put.Status, validated.Status, preview.Status]);
        Assert.Equal(
            ["$.rules[0].when.channels[1]", "$.sequences[0].steps[1].channels[1]", "$.paces[0].when.channels[1]"],
            put.Problems.Select(problem => problem.Field));
        Assert.All(
            put.Problems,
            problem => Assert.Contains(nearest is null ? "Known: " : $"Did you mean {nearest}?", problem.Detail, StringComparison.Ordinal));
        Assert.Equal(0, put.State!.Revision);
    }

    [Fact]
    public async Task Put_ChannelInOtherLetters_IsTaken() =>
        Assert.Equal(
            SettingsStatus.Done, (await Settings.PutAsync(Edit, Rules("e-MAIL", "paid search", "DIRECT"), activate: true, default)).Status);

    [Theory]
    [InlineData("\"types\": [\"page_veiw\"]", "\"page_view\"")]
    [InlineData("\"types\": [\"page_view\"], \"tag\": [\"pricing\"]", "tags")]
    public async Task Put_UnknownTypeOrMember_NamesTheNearest(string when, string nearest)
    {
        var text = ScoringRules.Default.ToJson().Replace(
            "\"rules\": [", $$"""
            "rules": [ { "id": "own", "title": "Own", "points": 1, "when": { {{when}} } },
            """, StringComparison.Ordinal);

        var outcome = await Settings.PutAsync(Edit, text, activate: false, default);

        Assert.Contains(outcome.Problems, problem => problem.Detail.Contains($"Did you mean {nearest}?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Put_UnknownStageOfAStage_NamesTheNearest()
    {
        const string Own = """{ "id": "pilot", "name": "Pilot", "countsAs": "oportunity" }""";
        var text = Settings.Find("stages")!.ShippedText.Replace("\"stages\": [", $"\"stages\": [ {Own},", StringComparison.Ordinal);

        var outcome = await Settings.ValidateAsync("stages", text, default);

        Assert.Contains("Did you mean \"opportunity\"?", Assert.Single(outcome.Problems).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_UnknownChannelRule_NamesTheNearest()
    {
        var outcome = await Settings.ValidateAsync("channels", """{ "rulesVersion": "x", "order": ["paid-serch", "direct"] }""", default);

        Assert.Contains("paid-search", Assert.Single(outcome.Problems).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stored_DocumentOfAnEarlierRelease_IsReadAsItWasMeant()
    {
        await StoreAsync(Rules("Email", "E mail", "Newsletter"));

        var engine = (await _bed.Get<CurrentRules>().GetAsync(default)).Scoring.Periods[^1].Rules;

        Assert.Equal(
            ["channel-rule"], engine.Lines([Event(EventType.PageView, Start, channel: ChannelNames.Email)]).Select(line => line.RuleId));
        Assert.Equal(ChannelNames.Email, engine.Rules.Sequences[0].Steps[1].Channels[1]);
    }

    [Fact]
    public async Task Health_StoredDocument_WarnsOfNamesThatNothingHas()
    {
        await StoreAsync(Rules("Email", "E mail", "Newsletter"));

        var warnings = await new SettingsWarnings(
            [Settings.Find("scoring")!, Settings.Find("stages")!], _bed.Get<ISettingsStore>()).ListAsync(default);

        Assert.StartsWith(
            "Settings 'scoring': $.paces[0].when.channels[1] \"Newsletter\" is no channel",
            Assert.Single(warnings),
            StringComparison.Ordinal);
    }

    private static string Rules(string inRule, string inStep, string inPace) => (Bare with
    {
        Rules = [Rule(3, On(EventType.PageView) with { Channels = ["Paid Search", inRule] }, "channel-rule")],
        Sequences =
        [
            new SequenceRule
            {
                Id = "channel-steps",
                Title = "Steps",
                Points = 2,
                Steps = [On(EventType.PageView), On(EventType.Form) with { Channels = ["Direct", inStep] }],
                WithinHours = 5,
            },
        ],
        Paces = [new PaceRule
        {
            Id = "channel-pace",
            Title = "Pace",
            Points = 1,
            When = On(EventType.Click) with { Channels = ["Audio", inPace] },
            Count = 2,
            WithinHours = 5,
        }],
    }).ToJson();

    private Task StoreAsync(string text)
    {
        var now = _bed.Clock.GetUtcNow().AddDays(-1);
        var log = SettingsLog.Empty with
        {
            Versions = [new SettingsVersion { Number = 1, Hash = SettingsText.HashOf(text), StoredAt = now }],
            Activations = [new SettingsActivation { Version = 1, From = now, AskedAt = now }],
        };
        return _bed.Get<ISettingsStore>().SaveAsync("scoring", log, null, text, default);
    }
}
