using System.Text;
using System.Text.Json;
using Pipeline.Crm;
using Pipeline.Events;
using Pipeline.Imports;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Previews;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Records;
using Pipeline.Scoring.Documents;
using Pipeline.Scoring.Refresh;
using Pipeline.Settings;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Settings;

/// <summary>Rules are changed on leads that are there: preview, activation, computing anew, rollback.</summary>
public sealed class RuleChangeTests : IDisposable
{
    private const int People = 12;
    private static readonly TimeSpan Delay = new RulesOptions().RulesDelay;
    private static readonly SettingsEdit Scoring = new("scoring", null, new ActionNote(null, null));

    // The pricing page counts 3 points more.
    private static readonly string More = (ScoringRules.Default with
    {
        Rules = [.. ScoringRules.Default.Rules.Select(rule => rule.Id == "pricing-page" ? rule with { Points = rule.Points + 3 } : rule)],
    }).ToJson();

    private readonly PipelineBed _bed = PipelineBed.InMemory();
    private readonly PipelineBed _without = PipelineBed.InMemory();

    public void Dispose()
    {
        _bed.Dispose();
        _without.Dispose();
    }

    [Fact]
    public async Task Preview_OfThreePointsMore_SaysWhatTheActivationThenDoes()
    {
        await CaptureAsync(_bed);
        await CaptureAsync(_without);

        var preview = await PreviewAsync(More);
        await ActivateAsync(More);
        await CountsAsync();

        var before = await ListAsync(_without, preview.At);
        var after = await ListAsync(_bed, preview.At);
        var pairs = before.Values.Select(lead => (Before: lead, After: after[lead.LeadId])).ToList();
        Assert.Equal((People, People), (preview.Leads, preview.Covered));
        Assert.InRange(preview.Changed, 2, People - 1);
        Assert.Equal(pairs.Count(pair => pair.Before.Score != pair.After.Score), preview.Changed);
        Assert.Equal((preview.Changed, 0), (preview.Up, preview.Down));
        Assert.InRange(preview.BecomeMql, 1, preview.Changed - 1);
        Assert.Equal(pairs.Count(pair => pair.After.Stage == StageNames.Mql && pair.Before.Stage != StageNames.Mql), preview.BecomeMql);
        Assert.Equal(pairs.Count(pair => pair.After.Band == 1 && pair.Before.Band != 1), preview.AboveThreshold);
        Assert.Equal(Enumerable.Range(1, 4).Select(band => before.Values.Count(lead => lead.Band == band)), preview.BandsBefore);
        Assert.Equal(Enumerable.Range(1, 4).Select(band => after.Values.Count(lead => lead.Band == band)), preview.BandsAfter);
        var movers = pairs.Where(pair => pair.Before.Score != pair.After.Score)
            .OrderByDescending(pair => pair.After.Score - pair.Before.Score).ThenBy(pair => pair.Before.LeadId, StringComparer.Ordinal);
        Assert.Equal(
            movers.Select(pair => (pair.Before.LeadId, pair.Before.Score, pair.After.Score)),
            preview.Movers.Select(mover => (mover.LeadId, mover.Before, mover.After)));
    }

    [Fact]
    public async Task Preview_OfAnything_WritesNothing()
    {
        await CaptureAsync(_bed);
        var writes = _bed.Memory!.Rows(TableNames.Settings).Count;
        _bed.Calls.Reset();

        await PreviewAsync(More);

        Assert.DoesNotContain("Write", _bed.Calls.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("Send", _bed.Calls.Summary, StringComparison.Ordinal);
        Assert.Equal(writes, _bed.Memory.Rows(TableNames.Settings).Count);
    }

    [Fact]
    public async Task Preview_TimeIsUp_SaysHowFarItCameAndGoesOnWithTheCursor()
    {
        await CaptureManyAsync(130);
        var whole = await PreviewAsync(More);
        _bed.Calls.Before = call =>
        {
            _bed.Clock.Advance(call.Target == TableNames.Ranks ? TimeSpan.FromSeconds(6) : TimeSpan.Zero);
            return Task.CompletedTask;
        };

        var parts = new List<Preview> { await PreviewAsync(More, whole.At) };
        while (parts[^1].Next is { } next)
        {
            parts.Add(await PreviewAsync(More, whole.At, next));
        }

        Assert.Equal((130, null), (whole.Covered, whole.Next));
        Assert.Equal([96, 34], parts.Select(part => part.Covered));
        Assert.All(parts, part => Assert.Equal(130, part.Leads));
        Assert.Equal(whole.BandsAfter[3], parts.Sum(part => part.BandsAfter[3]));
    }

    [Fact]
    public async Task Preview_OfFaultyRules_ListsEveryFault()
    {
        var outcome = await _bed.Get<RulesPreview>().CompareAsync(new PreviewQuery("scoring", "{}", null, null, null, 10), default);

        Assert.Equal((SettingsStatus.Invalid, null), (outcome.Status, outcome.Preview));
        Assert.True(outcome.Problems.Count > 3);
    }

    [Fact]
    public async Task Preview_OfChannels_ShowsHowTouchesWouldHaveBeenDecided()
    {
        await _bed.CaptureAsync(View("a", 0, "/") with { Referrer = "https://partner.example/" }, Form("f", 1, "ann").Queued());

        var preview = (await _bed.Get<RulesPreview>().CompareAsync(
            new PreviewQuery("channels", """{ "rulesVersion": "ours", "excludedReferrers": ["partner.example"] }""", null, null, null, 10),
            default)).Preview!;

        Assert.Equal(1, preview.Touches);
        Assert.Equal(new PreviewChannel("Referral", "Direct", 1), Assert.Single(preview.Channels));
    }

    [Fact]
    public async Task Preview_OfLinks_ChecksThemAndTouchesNoLead()
    {
        await CaptureAsync(_bed);
        var faulty = """{ "version": 1, "links": [{ "name": "a", "target": "https://evil.test/", "campaign": { "source": "s" } }] }""";

        var refused = await PreviewLinksAsync(faulty);
        var good = await PreviewLinksAsync("""{ "version": 1, "links": [] }""");

        Assert.Equal((SettingsStatus.Invalid, "$.links[0].target"), (refused.Status, Assert.Single(refused.Problems).Field));
        Assert.Equal((SettingsStatus.Done, People, 0, null), (good.Status, good.Preview!.Leads, good.Preview.Changed, good.Preview.Next));

        Task<PreviewOutcome> PreviewLinksAsync(string text) =>
            _bed.Get<RulesPreview>().CompareAsync(new PreviewQuery("links", text, null, null, null, 10), default);
    }

    [Fact]
    public async Task RollBack_AfterAnActivation_RestoresEveryScoreExactly()
    {
        await CaptureAsync(_bed);
        await CaptureAsync(_without);
        await ActivateAsync(More);
        await CountsAsync();
        Assert.NotEqual(await ScoresAsync(_without), await ScoresAsync(_bed));

        await _bed.Get<SettingsHandler>().RollBackAsync(Scoring, default);
        await CountsAsync();

        Assert.Equal(await ScoresAsync(_without), await ScoresAsync(_bed));
        Assert.Equal(await ProfilesAsync(_without), await ProfilesAsync(_bed));
    }

    [Fact]
    public async Task Score_AsOfAMoment_IsByTheRulesActiveThen()
    {
        await CaptureAsync(_bed);
        var from = _bed.Clock.GetUtcNow() + Delay;
        await ActivateAsync(More);
        await CountsAsync();

        var before = await _bed.Get<LeadQueries>().GetAsync(Lead("p5"), from.AddTicks(-1), default);
        var after = await _bed.Get<LeadQueries>().GetAsync(Lead("p5"), from, default);

        Assert.Equal(10m, Math.Round(PricingPoints(before!), 0));
        Assert.Equal(13m, Math.Round(PricingPoints(after!), 0));
        var entered = (await ListAsync(_bed, null)).Values.Where(lead => lead.Stage == StageNames.Mql)
            .Select(lead => lead.StageSince)
            .ToList();
        Assert.Contains(from, entered);
        Assert.All(entered, at => Assert.True(at <= from));
    }

    [Fact]
    public async Task Activation_OfChannels_LeavesVisitsOfItsPastAsTheyWere()
    {
        var now = (_bed.Clock.GetUtcNow() - Start).TotalMinutes;
        var change = new SettingsEdit("channels", null, new ActionNote(null, null));
        await _bed.Get<SettingsHandler>().PutAsync(
            change,
            """{ "rulesVersion": "ours", "additions": { "social": [{ "name": "partner", "domains": ["partner.example"] }] } }""",
            activate: true,
            default);
        _bed.Clock.Advance(TimeSpan.FromHours(4));

        // The last one is late: it happened before the activation counts.
        await _bed.CaptureAsync(From("a", now + 2), Form("f", now + 3, "ann").Queued());
        await _bed.CaptureAsync(From("b", now + 60));
        await _bed.CaptureAsync(From("c", now + 1.999 - 40));

        var touches = (await _bed.Get<LeadQueries>().GetAsync(Lead("ann"), null, default))!.Journey.Select(entry => entry.Touch.Source);
        Assert.Equal(
            [("Referral", "default-2"), ("Organic Social", "ours"), ("Organic Social", "ours")],
            touches.Select(source => (source.Channel, source.RulesVersion)));

        static CapturedEvent From(string id, double minutes) => View(id, minutes, "/") with { Referrer = "https://partner.example/" };
    }

    [Fact]
    public async Task Rescore_ManyLeads_GoesStepByStepWithProgress()
    {
        await CaptureManyAsync(250);
        await ActivateAsync(More);
        var waiting = (await _bed.Get<LeadRescore>().ProgressAsync(default))!;
        Assert.Equal(
            ("scoring|1", _bed.Clock.GetUtcNow() + Delay, 0, (DateTimeOffset?)null),
            (waiting.Job, waiting.From, waiting.Done, waiting.FinishedAt));
        _bed.Clock.Advance(Delay + (Delay / 4));
        _bed.Calls.Before = call =>
        {
            _bed.Clock.Advance(call.Kind == StorageCallKind.Query && call.Target == TableNames.Ranks ? LeadRescore.MaxRun : TimeSpan.Zero);
            return Task.CompletedTask;
        };

        var done = new List<(int Done, bool Finished)>();
        while (_bed.Queue.Take() is { } message)
        {
            await _bed.HandleAsync(message);
            var job = (await _bed.Get<LeadRescore>().ProgressAsync(default))!;
            Assert.Equal(("scoring|1", 250), (job.Job, job.Leads));
            done.Add((job.Done, job.FinishedAt is not null));
        }

        Assert.Equal([(100, false), (200, false), (250, true)], done);
        Assert.Equal(250, (await ProfileVersionsAsync()).Count(version => version == 1));
    }

    [Fact]
    public async Task Rescore_EveryMessageTwice_EndsTheSame()
    {
        await CaptureAsync(_bed);
        await ActivateAsync(More);
        _bed.Clock.Advance(Delay + (Delay / 4));

        while (_bed.Queue.Take() is { } message)
        {
            await _bed.HandleAsync(message);
            await _bed.HandleAsync(message);
        }

        Assert.NotNull((await _bed.Get<LeadRescore>().ProgressAsync(default))!.FinishedAt);
        Assert.All(await ProfileVersionsAsync(), version => Assert.Equal(1, version));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rescore_CrashBetweenAnyTwoCalls_EndsWithEveryLead(bool afterEffect)
    {
        for (var crash = 1; crash <= 40; crash += 3)
        {
            using var crashing = PipelineBed.InMemory();
            await crashing.CaptureAsync([.. Events().Take(30)]);
            var leads = crashing.Memory!.Rows(TableNames.Ranks).Count;
            await crashing.Get<SettingsHandler>().PutAsync(Scoring, More, activate: true, default);
            crashing.Clock.Advance(Delay + (Delay / 4));

            crashing.Calls.CrashAt(crash, afterEffect);
            await crashing.DrainAsync();
            crashing.Calls.Revive();

            Assert.NotNull((await crashing.Get<LeadRescore>().ProgressAsync(default))?.FinishedAt);
            Assert.Equal(leads, crashing.Memory.Rows(TableNames.Leads)
                .Count(row => row.RowKey.StartsWith("profile|", StringComparison.Ordinal)
                    && row.GetString("Body")!.Contains("\"scoringVersion\":1", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rescore_MessageIsLost_IsTakenUpAtNight(bool afterItBegan)
    {
        await CaptureManyAsync(120);
        await ActivateAsync(More);
        _bed.Clock.Advance(Delay + (Delay / 4));
        var lost = _bed.Queue.Take()!;
        if (afterItBegan)
        {
            _bed.Calls.Before = call =>
            {
                _bed.Clock.Advance(call.Kind == StorageCallKind.Query
                    && call.Target == TableNames.Ranks ? LeadRescore.MaxRun : TimeSpan.Zero);
                return Task.CompletedTask;
            };
            await _bed.HandleAsync(lost);
            _bed.Calls.Before = null;
            Assert.NotNull(_bed.Queue.Take());
        }

        _bed.Clock.Advance(LeadRescore.Stopped + TimeSpan.FromSeconds(1));
        await _bed.NightAsync();

        Assert.NotNull((await _bed.Get<LeadRescore>().ProgressAsync(default))!.FinishedAt);
        Assert.All(await ProfileVersionsAsync(), version => Assert.Equal(1, version));
    }

    [Fact]
    public async Task Rescore_LaterActivation_TakesItsPlace()
    {
        await CaptureAsync(_bed);
        await ActivateAsync(More);
        _bed.Clock.Advance(Delay + (Delay / 4));
        var first = _bed.Queue.Take()!;
        await _bed.Get<SettingsHandler>().RollBackAsync(Scoring, default);
        await CountsAsync();

        await _bed.HandleAsync(first);

        Assert.Empty(_bed.Queue.Waiting);
        Assert.Equal("scoring|2", (await _bed.Get<LeadRescore>().ProgressAsync(default))!.Job);
        Assert.All(await ProfileVersionsAsync(), version => Assert.Equal(0, version));
    }

    private static decimal PricingPoints(LeadDetail lead) =>
        lead.Ledger.Where(line => line.Rule == "pricing-page").Max(line => line.Points);

    // Person n asked for contact and looked at prices on n days.
    private static IEnumerable<CapturedEvent> Events() => Enumerable.Range(0, People).SelectMany(person =>
    {
        var visitor = $"{Visitor[..24]}{(char)('a' + person)}2";
        return Enumerable.Range(0, person)
            .Select(day => View($"{person}-{day}", -(day * 1440) - 1, "/pricing", visitor: visitor))
            .Append(Form($"f{person}", 0, $"p{person}", visitor).Queued());
    });

    private static Task CaptureAsync(PipelineBed on) => on.CaptureAsync([.. Events()]);

    private Task CaptureManyAsync(int leads) => _bed.CaptureAsync(
        [.. Enumerable
            .Range(0, leads)
            .Select(i => Event(EventType.Custom, $"w{i}", 0, visitor: null) with { Email = Email($"w{i}"), Name = "webinar" })]);

    private Task<SettingsOutcome> ActivateAsync(string text) =>
        _bed.Get<SettingsHandler>().PutAsync(Scoring, text, activate: true, default);

    // Moves both clocks on until what was activated counts and every lead is computed anew.
    private async Task CountsAsync()
    {
        _bed.Clock.Advance(Delay + (Delay / 4));
        await _bed.DrainAsync();
        _without.Clock.AdvanceTo(_bed.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Preview_OfGradesOrStagesAlone_CountsWhoWouldChange()
    {
        await CaptureAsync(_bed);
        var fit = ScoringRules.Default.Fit;
        var grades = (ScoringRules.Default with { Fit = fit! with { GradeA = 4, GradeB = 3, GradeC = 0 } }).ToJson();
        var shipped = StagesDocument.Default;
        var stages = (shipped with { Stages = [.. shipped.Stages, new StageDefinition { Id = "delivered", Name = "Delivered" }] }).ToJson();
        Assert.Equal(
            SettingsStatus.Done,
            (await _bed.Get<SettingsHandler>().PutAsync(Scoring with { Name = "stages" }, stages, activate: true, default)).Status);
        await CountsAsync();
        var row = new ImportRequest
        {
            Body = Encoding.UTF8.GetBytes($"{Email("person0")};Delivered;2026-03-01;100;EUR;"),
            ReceivedAt = _bed.Clock.GetUtcNow(),
        };
        Assert.Equal(1, (await _bed.Get<LeadImports>().TakeCrmAsync(row, default)).Result!.Taken);
        await _bed.DrainAsync();
        var counting = stages
            .Replace("\"id\": \"delivered\",", "\"id\": \"delivered\", \"countsAs\": \"customer\",", StringComparison.Ordinal)
                .Replace("\"id\":\"delivered\",", "\"id\":\"delivered\",\"countsAs\":\"customer\",", StringComparison.Ordinal);

        var regraded = await PreviewAsync(grades);
        var reconverted = (await _bed
            .Get<RulesPreview>()
            .CompareAsync(new PreviewQuery("stages", counting, null, null, null, 10), default)).Preview!;

        Assert.Equal((0, regraded.Covered, 0), (regraded.Changed, regraded.Regraded, regraded.Reconverted));
        Assert.Equal((0, 0, 1), (reconverted.Changed, reconverted.Regraded, reconverted.Reconverted));
    }

    private async Task<Preview> PreviewAsync(string text, DateTimeOffset? at = null, string? cursor = null) =>
        (await _bed.Get<RulesPreview>().CompareAsync(new PreviewQuery("scoring", text, null, at, cursor, 10), default)).Preview!;

    private static async Task<Dictionary<string, LeadSummary>> ListAsync(PipelineBed of, DateTimeOffset? at) =>
        (await of.Get<LeadQueries>().ListAsync(null, LeadListQuery.MaxPage, at, default)).Leads.ToDictionary(lead => lead.LeadId);

    private static async Task<string> ScoresAsync(PipelineBed of)
    {
        var scores = new List<object>();
        foreach (var (id, listed) in (await ListAsync(of, null)).OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            var lead = (await of.Get<LeadQueries>().GetAsync(id, null, default))!;
            Assert.Equal(lead.Lead.Score, listed.Score);
            scores.Add(new { lead.Lead.Score, lead.Lead.Band, lead.Ledger });
        }

        Assert.Equal(People, scores.Count);
        return JsonSerializer.Serialize(scores);
    }

    private static async Task<string> ProfilesAsync(PipelineBed of)
    {
        var profiles = new List<object>();
        foreach (var id in (await ListAsync(of, null)).Keys.Order(StringComparer.Ordinal))
        {
            var profile = (await of.Get<ILeadStore>().GetProfileAsync(id, default)).Value!;
            profiles.Add(new { profile.ScoreSum, profile.RankKey, profile.ScoringVersion });
        }

        return JsonSerializer.Serialize(profiles);
    }

    private async Task<IReadOnlyList<int>> ProfileVersionsAsync()
    {
        var versions = new List<int>();
        foreach (var row in _bed.Memory!.Rows(TableNames.Leads).Where(row => row.RowKey.StartsWith("profile|", StringComparison.Ordinal)))
        {
            versions.Add((await _bed.Get<ILeadStore>().GetProfileAsync(row.PartitionKey, default)).Value!.ScoringVersion);
        }

        return versions;
    }
}
