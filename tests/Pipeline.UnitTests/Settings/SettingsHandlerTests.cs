using Pipeline.Lifecycle;
using Pipeline.Records;
using Pipeline.Ruleset;
using Pipeline.Scoring.Documents;
using Pipeline.Settings;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Settings;

public sealed class SettingsHandlerTests : IDisposable
{
    private static readonly TimeSpan Delay = new RulesOptions().RulesDelay;
    private static readonly ActionNote Note = new("olga", "Pricing counts more.");

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    private SettingsHandler Settings => _bed.Get<SettingsHandler>();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task List_FreshDeployment_HasTheShippedDefaultsActiveSinceEver()
    {
        var states = await Settings.ListAsync(default);

        Assert.Contains("channels", states.Select(state => state.Name));
        Assert.Contains("scoring", states.Select(state => state.Name));
        Assert.All(states, state => Assert.Equal((0, 0, 0, null), (state.Revision, state.Versions, state.Active, state.ActiveSince)));
    }

    [Fact]
    public void ShippedDocuments_All_AreGoodAndFitTheirSchema() =>
        Assert.All(
            new[] { "channels", "links", "scoring", "stages" },
            name => Assert.Empty(Settings.Find(name)!.Check(Settings.Find(name)!.ShippedText)));

    [Fact]
    public async Task Put_NewContent_IsANewVersionThatIsNotActiveYet()
    {
        var outcome = await Settings.PutAsync(Edit("scoring"), ScoringOf(31), activate: false, default);

        Assert.Equal(
            (SettingsStatus.Done, 1, 1, 0, null),
            (outcome.Status, outcome.State!.Version, outcome.State.Versions, outcome.State.Active, outcome.State.Next));
        Assert.Equal(ScoringOf(31), (await Settings.GetAsync("scoring", 1, default))!.Text);
        Assert.Equal(0, (await Settings.GetAsync("scoring", null, default))!.Version);
        var version = Assert.Single((await Settings.HistoryAsync("scoring", default))!.Versions);
        Assert.Equal(("olga", "Pricing counts more.", _bed.Clock.GetUtcNow()), (version.Actor, version.Reason, version.StoredAt));
    }

    [Fact]
    public async Task Put_EqualContent_IsTheSameVersion()
    {
        await Settings.PutAsync(Edit("scoring"), ScoringOf(31), activate: false, default);
        await Settings.PutAsync(Edit("scoring"), ScoringOf(32), activate: false, default);

        var again = await Settings.PutAsync(Edit("scoring"), ScoringOf(31).ReplaceLineEndings(" "), activate: false, default);

        Assert.Equal((1, 2, 2), (again.State!.Version, again.State.Versions, again.State.Revision));
    }

    [Fact]
    public async Task Put_TheShippedDefault_IsVersionZero()
    {
        var outcome = await Settings.PutAsync(Edit("channels"), Settings.Find("channels")!.ShippedText, activate: true, default);

        Assert.Equal((SettingsStatus.Done, 0, 0), (outcome.Status, outcome.State!.Version, outcome.State.Revision));
    }

    [Fact]
    public async Task Put_InvalidDocument_ListsEveryProblemByPathAndStoresNothing()
    {
        var broken = ScoringOf(31).Replace("\"enterThreshold\": 80", "\"enterThreshold\": 10", StringComparison.Ordinal);

        var outcome = await Settings.PutAsync(Edit("scoring"), broken, activate: true, default);

        Assert.Equal(SettingsStatus.Invalid, outcome.Status);
        Assert.Contains("$.exitThreshold", outcome.Problems.Select(problem => problem.Field));
        Assert.Contains("$.bands.second", outcome.Problems.Select(problem => problem.Field));
        Assert.Equal(0, outcome.State!.Revision);
        Assert.Equal(0, _bed.Calls.Count("Settings", StorageCallKind.Write));
    }

    [Fact]
    public async Task Put_ChannelsWithFaultsOfForm_ListsAllOfThem()
    {
        var outcome = await Settings.ValidateAsync(
            "channels",
            """{ "rulesVersion": "a b", "order": ["direct", 7], "additions": { "search": [{ "names": ["x"] }] }, "nonsense": 1 }""",
            default);

        Assert.Equal(
            ["$.rulesVersion", "$.order[1]", "$.additions.search[0].name", "$.nonsense"],
            outcome.Problems.Select(problem => problem.Field));
    }

    [Fact]
    public async Task Put_LabelOfAnotherVersion_IsRefused()
    {
        await Settings.PutAsync(Edit("channels"), """{ "rulesVersion": "ours", "ownSites": ["a.example"] }""", activate: false, default);

        var same = await Settings.PutAsync(
            Edit("channels"), """{ "rulesVersion": "ours", "ownSites": ["b.example"] }""", activate: false, default);
        var shipped = await Settings.PutAsync(Edit("channels"), """{ "rulesVersion": "default-2" }""", activate: false, default);

        Assert.Equal("$.rulesVersion", Assert.Single(same.Problems).Field);
        Assert.Equal("$.rulesVersion", Assert.Single(shipped.Problems).Field);
    }

    [Fact]
    public async Task Validate_GoodDocument_TellsItsNumberAndStoresNothing()
    {
        var outcome = await Settings.ValidateAsync("scoring", ScoringOf(31), default);

        Assert.Equal((SettingsStatus.Done, 1, 0), (outcome.Status, outcome.State!.Version, outcome.State.Revision));
        Assert.Equal(0, _bed.Calls.Count("Settings", StorageCallKind.Write));
    }

    [Fact]
    public async Task Activate_Version_CountsAfterTheDelayAndNotBefore()
    {
        await Settings.PutAsync(Edit("scoring"), ScoringOf(31), activate: true, default);
        var from = _bed.Clock.GetUtcNow() + Delay;

        _bed.Clock.AdvanceTo(from - TimeSpan.FromTicks(1));
        var before = await StateAsync();
        _bed.Clock.AdvanceTo(from);
        var after = await StateAsync();

        Assert.Equal((0, 1, from), (before.Active, before.Next, before.NextFrom));
        Assert.Equal((1, from, null), (after.Active, after.ActiveSince, after.Next));
    }

    [Fact]
    public async Task Activate_WhatIsActiveAlready_RecordsNothing()
    {
        await Settings.PutAsync(Edit("scoring"), ScoringOf(31), activate: true, default);

        var again = await Settings.ActivateAsync(Edit("scoring"), 1, default);

        Assert.Equal((SettingsStatus.Done, 2), (again.Status, again.State!.Revision));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Activate_UnknownVersion_IsRefused(int version) =>
        Assert.Equal(SettingsStatus.UnknownVersion, (await Settings.ActivateAsync(Edit("scoring"), version, default)).Status);

    [Fact]
    public async Task Change_OfAnotherRevision_IsRefusedAndStoresNothing()
    {
        var first = await Settings.PutAsync(Edit("scoring", 0), ScoringOf(31), activate: false, default);

        var slower = await Settings.PutAsync(Edit("scoring", 0), ScoringOf(32), activate: false, default);

        Assert.Equal((SettingsStatus.Done, SettingsStatus.Changed), (first.Status, slower.Status));
        Assert.Equal(1, slower.State!.Versions);
    }

    [Fact]
    public async Task Change_TwoEditorsAtTheSameTime_OneLearnsOfTheOther()
    {
        _bed.Calls.Before = async call =>
        {
            if (call.Kind == StorageCallKind.Write)
            {
                _bed.Calls.Before = null;
                await Settings.PutAsync(Edit("scoring", 0), ScoringOf(32), activate: false, default);
            }
        };

        var slower = await Settings.PutAsync(Edit("scoring", 0), ScoringOf(31), activate: false, default);

        Assert.Equal(SettingsStatus.Changed, slower.Status);
        Assert.Equal(ScoringOf(32), (await Settings.GetAsync("scoring", 1, default))!.Text);
    }

    [Fact]
    public async Task RollBack_Repeatedly_GoesBackStepByStepToTheDefault()
    {
        await ActivateLaterAsync(31);
        await ActivateLaterAsync(32);
        await ActivateLaterAsync(33);

        var versions = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            versions.Add((await Settings.RollBackAsync(Edit("scoring"), default)).State!.Version!.Value);
            _bed.Clock.Advance(Delay);
        }

        Assert.Equal([2, 1, 0], versions);
        Assert.Equal(SettingsStatus.NothingToTakeBack, (await Settings.RollBackAsync(Edit("scoring"), default)).Status);
    }

    [Fact]
    public async Task RollBack_ThenAnotherActivation_TakesOnlyThatOneBack()
    {
        await ActivateLaterAsync(31);
        await ActivateLaterAsync(32);
        await Settings.RollBackAsync(Edit("scoring"), default);
        _bed.Clock.Advance(Delay);
        await ActivateLaterAsync(33);

        Assert.Equal(1, (await Settings.RollBackAsync(Edit("scoring"), default)).State!.Version);
    }

    [Fact]
    public async Task RollBack_SentTwice_GoesBackOnce()
    {
        await ActivateLaterAsync(31);
        await ActivateLaterAsync(32);

        await Settings.RollBackAsync(Edit("scoring"), default);
        var again = await Settings.RollBackAsync(Edit("scoring"), default);

        Assert.Equal((1, 3), (again.State!.Version, (await Settings.HistoryAsync("scoring", default))!.Activations.Count));
    }

    [Fact]
    public async Task Document_OfUnknownName_IsUnknown()
    {
        Assert.Equal(SettingsStatus.UnknownDocument, (await Settings.PutAsync(Edit("Scoring"), "{}", activate: false, default)).Status);
        Assert.Null(await Settings.GetAsync("nothing", null, default));
        Assert.Null(await Settings.HistoryAsync("nothing", default));
    }

    [Fact]
    public async Task Stages_Activated_CountForLaterUploadsOnceTheCacheIsOld()
    {
        var text = Settings.Find("stages")!.ShippedText.Replace("\"Closed Won\"", "\"Deal done\"", StringComparison.Ordinal);
        var before = (await _bed.Get<RulesCache<StageBook>>().GetAsync(default)).Newest;
        var outcome = await Settings.PutAsync(Edit("stages"), text, activate: true, default);

        _bed.Clock.Advance((Delay / 2) + TimeSpan.FromTicks(1));
        var after = (await _bed.Get<RulesCache<StageBook>>().GetAsync(default)).Newest;

        Assert.Equal((SettingsStatus.Done, 0), (outcome.Status, outcome.State!.Active));
        Assert.Equal((null, "customer"), (before.Find("Deal done")?.Id, after.Find("Deal done")?.Id));
        Assert.Equal(("customer", null), (before.Find("Closed Won")?.Id, after.Find("Closed Won")?.Id));
    }

    [Fact]
    public async Task Rules_AfterAnActivation_AreKnownBeforeTheyCount()
    {
        await _bed.Get<CurrentRules>().GetAsync(default);
        await Settings.PutAsync(Edit("scoring"), ScoringOf(31), activate: true, default);
        var from = _bed.Clock.GetUtcNow() + Delay;

        _bed.Clock.AdvanceTo(from - (Delay / 2) + TimeSpan.FromTicks(1));
        var rules = await _bed.Get<CurrentRules>().GetAsync(default);

        Assert.Equal([30, 31], rules.Scoring.Periods.Select(period => period.Rules.Rules.HalfLifeDays));
        Assert.Equal((0, 1), (rules.Scoring.At(from.AddTicks(-1)).Version, rules.Scoring.At(from).Version));
    }

    [Fact]
    public async Task Rules_AskedForOften_AreReadOnceInHalfTheDelay()
    {
        for (var i = 0; i < 20; i++)
        {
            await _bed.Get<CurrentRules>().GetAsync(default);
        }

        _bed.Clock.Advance(Delay / 2);
        await _bed.Get<CurrentRules>().GetAsync(default);
        Assert.Equal(3, _bed.Calls.Count("Settings"));

        _bed.Clock.Advance(TimeSpan.FromTicks(1));
        await _bed.Get<CurrentRules>().GetAsync(default);
        Assert.Equal(6, _bed.Calls.Count("Settings"));
    }

    [Fact]
    public async Task Rules_VersionThatThisReleaseCannotRead_SaysWhich()
    {
        var log = SettingsLog.Empty with
        {
            Versions = [new SettingsVersion { Number = 1, Hash = "x", StoredAt = _bed.Clock.GetUtcNow() }],
            Activations = [new SettingsActivation { Version = 1, From = _bed.Clock.GetUtcNow(), AskedAt = _bed.Clock.GetUtcNow() }],
        };
        await _bed.Get<ISettingsStore>().SaveAsync("scoring", log, null, "{}", default);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => _bed.Get<CurrentRules>().GetAsync(default).AsTask());

        Assert.Contains("Version 1 of the settings 'scoring'", error.Message, StringComparison.Ordinal);
    }

    private static SettingsEdit Edit(string name, int? revision = null) => new(name, revision is { } only ? [only] : null, Note);

    private static string ScoringOf(double halfLife) => (ScoringRules.Default with { HalfLifeDays = halfLife }).ToJson();

    private async Task ActivateLaterAsync(double halfLife)
    {
        await Settings.PutAsync(Edit("scoring"), ScoringOf(halfLife), activate: true, default);
        _bed.Clock.Advance(Delay);
    }

    private async Task<SettingsState> StateAsync() => (await Settings.ListAsync(default)).Single(state => state.Name == "scoring");
}
