using Pipeline.Attribution.Models;
using Pipeline.Events;
using Pipeline.Problems;
using Pipeline.Reports;
using Pipeline.Reports.Attribution;
using Pipeline.Reports.Channels;
using Pipeline.Reports.Deals;
using Pipeline.Reports.Explanations;
using Pipeline.Rollups;
using Pipeline.Testing;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Reports;

/// <summary>Reports by other parameters than the roll-ups', by single deals, by models that look at many journeys; restated days.</summary>
public sealed class JourneyReportTests : IDisposable
{
    private static readonly DateOnly Yesterday = new(2026, 3, 1);

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Attribution_ShorterWindow_LeavesTheOldTouchOut()
    {
        await _bed.CaptureAsync(View("a", -9 * 24 * 60, "/", "twitter"), View("b", 0), Form("f", 1, "ann").Queued());

        Assert.Equal("twitter 1", await CreditAsync("model=first"));
        Assert.Equal("(direct) 1", await CreditAsync("model=first&window=8"));
        Assert.Equal("twitter 1", await CreditAsync("model=last&direct=drop-all"));
    }

    [Fact]
    public async Task Attribution_Parameters_ArePrintedWithTheResult()
    {
        var report = await _bed
            .Get<AttributionKind>()
            .BuildAsync(Query("window=8&halfLife=3.5&direct=drop-last&u=50/50/0&w=25/25/25/25"), default);

        Assert.Contains("window 8 d; direct drop-last; half-life 3.5 d", report.Parameters.ToString(), StringComparison.Ordinal);
        Assert.Contains("U 50/50/0/0/0; W 25/25/25/0/25", report.Parameters.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongParameters_NamesEach()
    {
        var problems = new List<Problem>();

        ReportQuery.Read(
            Values("window=0&halfLife=x&direct=some&u=50/50&position=40/20/50&minimum=0&level=deep&margin=0&explain=clicks&model=best"),
            _bed.Clock.GetUtcNow(),
            _bed.Get<LocalTime>(),
            problems,
            numbers: ChannelsNumbers.All);

        Assert.Equal(
            ["direct", "explain", "halfLife", "level", "margin", "minimum", "model", "position", "u", "window"],
            problems.Select(problem => problem.Field).Order());
    }

    [Fact]
    public async Task Journeys_ConversionThatMovedAway_LeavesNoRow()
    {
        var form = Form("f", 1, "ann").Queued();
        await _bed.CaptureAsync(form);
        await RollUpAsync(Yesterday.AddDays(1));
        Assert.Single(await _bed.Get<IRollupStore>().ListJourneysAsync(Yesterday, Yesterday.AddDays(1), default));

        await _bed.CaptureAsync(form with { OccurredAt = At(-24 * 60), ReceivedAt = form.ReceivedAt.AddMinutes(-1) });
        await RollUpAsync(Yesterday);
        await RollUpAsync(Yesterday.AddDays(1));

        Assert.Equal(
            Yesterday, Assert.Single(await _bed.Get<IRollupStore>().ListJourneysAsync(Yesterday, Yesterday.AddDays(1), default)).Day);
    }

    [Fact]
    public async Task Deal_OfALead_ShowsEveryTouchAndModel()
    {
        await _bed.CaptureAsync(View("a", -48 * 60, "/", "twitter"), View("b", 0), Form("f", 1, "ann").Queued());

        var report = await _bed.Get<DealView>().BuildAsync(Query($"deal={Lead("ann")}"), default);

        var deal = Assert.Single(report.Conversions);
        Assert.Equal(["twitter", "(direct)"], deal.Touches.Select(touch => touch.Source));
        Assert.Equal([2, 0], deal.Touches.Select(touch => touch.AgeInDays!.Value));
        Assert.Equal(
            [0.5m, 0.5m], deal.Touches.Select(touch => touch.Credits.Single(credit => credit.Model == AttributionModels.Linear).Credit));
        Assert.Equal(
            AttributionModels.PerJourney.Count,
            deal.Touches.SelectMany(touch => touch.Credits).Select(credit => credit.Model).Distinct().Count());
        Assert.Equal(2, report.ToTable().Rows.Count);
    }

    [Fact]
    public async Task Markov_WholeMonth_CountsVisitorsThatBecameNoLead()
    {
        // A → lead twice, A → nothing once, B → lead once, A → B → lead once: 60 % and 40 %.
        await VisitAsync(1, lead: true, "twitter");
        await VisitAsync(2, lead: true, "twitter");
        await VisitAsync(3, lead: false, "twitter");
        await VisitAsync(4, lead: true, "newsletter");
        await VisitAsync(5, lead: true, "twitter", "newsletter");
        await _bed.CaptureAsync(View("machine", 300, "/", "twitter", "machine") with { Automatic = true });

        var report = await _bed
            .Get<AttributionKind>()
            .BuildAsync(Query("from=2026-03-01&to=2026-03-31&minimum=4&model=markov,shapley"), default);

        Assert.Equal(["2.4", "1.6"], report.Models[0].Rows.Select(row => $"{row.Credit:0.0}"));
        Assert.Equal([(4m, 4m), (4m, 4m)], report.Models.Select(model => (model.Converted, model.Attributed!.Value)));
        var few = await _bed.Get<AttributionKind>().BuildAsync(Query("from=2026-03-01&to=2026-03-31&minimum=5&model=markov"), default);
        Assert.StartsWith("not enough data", few.Models[0].Note, StringComparison.Ordinal);
        Assert.Null(few.Models[0].Attributed);
    }

    [Fact]
    public async Task Channels_LateVisitOfARolledUpDay_IsRestatedWithTheDifference()
    {
        await _bed.CaptureAsync(View("a", -24 * 60, "/", "twitter"));
        _bed.Clock.Advance(TimeSpan.FromMinutes(16));
        await _bed.NightAsync();
        Assert.Empty((await ChannelsAsync("from=2026-03-01")).Restated);

        await _bed.CaptureAsync(View("late", (-24 * 60) + 60));
        _bed.Clock.Advance(TimeSpan.FromMinutes(16));
        await _bed.NightAsync();
        await _bed.NightAsync();

        var restated = Assert.Single((await ChannelsAsync("from=2026-03-01")).Restated);
        Assert.Equal((Yesterday, 1L, 0, false), (restated.Day, restated.Visits, restated.Conversions.Count, restated.Moved));
    }

    [Fact]
    public async Task Channels_ByLevel_OpensToTheLandingPage()
    {
        await _bed.CaptureAsync(
            View("a", 0, "/pricing?x=1", "twitter"), View("b", 60, "/", "twitter", "another"), View("c", 100, "/", "twitter", "another"));

        var row = Assert.Single((await ChannelsAsync("level=source")).Rows);
        Assert.Equal(("twitter", (string?)null, 3L, 2L), (row.Source, row.Campaign, row.Visits, row.Visitors!.Value));
        var pages = (await ChannelsAsync("level=landing")).Rows;
        Assert.Equal(
            [("spring", "https://example.org/", 2L), ("spring", "https://example.org/pricing", 1L)],
            pages.Select(page => (page.Campaign!, page.LandingPage!, page.Visits)));
    }

    [Theory]
    [InlineData("from=2026-03-02&to=2026-03-02", 1, "visitors")]
    [InlineData("from=2026-03-01&to=2026-03-31", 1, "visitors")]
    [InlineData("from=2026-03-01&to=2026-03-02", 2, "daily visitors")]
    public async Task Channels_Visitors_AreExactForADayOrAMonthElseDaily(string period, int visitors, string label)
    {
        await _bed.CaptureAsync(View("a", -24 * 60), View("b", 0), View("c", 100));
        await RollUpAsync(Yesterday);

        var report = await ChannelsAsync(period);

        Assert.Equal((visitors, label), ((int)report.Total.Visitors!.Value, report.VisitorsLabel));
    }

    [Fact]
    public async Task Explain_OfEveryNumber_SumsToIt()
    {
        await _bed.CaptureAsync(View("a", -48 * 60, "/", "twitter"), View("b", 0), Form("f", 1, "ann").Queued());
        await RollUpAsync(Yesterday.AddDays(-1));
        var channel = (await ChannelsAsync("model=linear&from=2026-02-27")).Rows.Single(row => row.Channel == "Organic Social");

        var visits = (ReportExplanation)await _bed
            .Get<ChannelsKind>()
            .AnswerAsync(Query("from=2026-02-27&explain=visits&channel=Organic Social"), default);
        var leads = (ReportExplanation)await _bed
            .Get<ChannelsKind>()
            .AnswerAsync(Query("model=linear&explain=lead&channel=Organic Social"), default);

        Assert.Equal((channel.Visits, channel.Leads!.Value), ((long)visits.Sum, leads.Sum));
        Assert.Equal((Visitor, Lead("ann")), (Assert.Single(visits.Rows).VisitorId, Assert.Single(leads.Rows).LeadId));
    }

    private async Task VisitAsync(int number, bool lead, params string[] sources)
    {
        var visitor = $"visitor{number}";
        for (var i = 0; i < sources.Length; i++)
        {
            var view = View($"{visitor}-{i}", (number * 10) + i, "/", null, visitor) with
            {
                Campaign = new CampaignParameters { Source = sources[i], Medium = sources[i] == "newsletter" ? "email" : "social" },
            };
            await _bed.CaptureAsync(view);
        }

        if (lead)
        {
            await _bed.CaptureAsync(Form($"{visitor}-form", (number * 10) + 5, visitor, visitor).Queued());
        }
    }

    private async Task<string> CreditAsync(string query)
    {
        var model = Assert.Single((await _bed.Get<AttributionKind>().BuildAsync(Query(query), default)).Models);
        return string.Join(", ", model.Rows.Select(row => $"{row.Source} {row.Credit:0.##}"));
    }

    private Task<ChannelsReport> ChannelsAsync(string query) => _bed.Get<ChannelsKind>().BuildAsync(Query(query), default);

    private Task RollUpAsync(DateOnly day) => _bed.Get<DayRollups>().RollUpAsync(day, default);

    private ReportQuery Query(string query)
    {
        var problems = new List<Problem>();
        var read = ReportQuery.Read(Values(query), _bed.Clock.GetUtcNow(), _bed.Get<LocalTime>(), problems, numbers: ChannelsNumbers.All);
        Assert.Empty(problems);
        return read;
    }

    private static Func<string, string?> Values(string query) => query
        .Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(
            pair => pair[0], pair => pair[1]).GetValueOrDefault;
}
