using System.Text;
using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Reports.Channels;
using Pipeline.Reports.Nurture;
using Pipeline.Reports.Paths;
using Pipeline.Reports.Quality;
using Pipeline.Rollups;
using Pipeline.Testing;
using Pipeline.UnitTests.Reports.Explanations;
using Pipeline.Uploads;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Reports;

/// <summary>
/// One source, campaign or channel that is written in several ways is one in every report, spelt as the earliest visit of the period spells
/// it.
/// </summary>
public sealed class SpellingTests : IDisposable
{
    private const int Day = 24 * 60;

    private readonly ExplanationBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Channels_OfOneNameInThreeSpellings_HaveOneRowWithItsCost()
    {
        await FillAsync();

        var report = await ChannelsAsync("level=campaign");

        var row = Assert.Single(report.Rows);
        Assert.Equal(
            ("Organic Social", "LinkedIn", "Spring", 3L, 3m, 30m),
            (row.Channel, row.Source, row.Campaign, row.Visits, row.Leads, row.Cost));
        Assert.Equal(10m, row.CostPerLead);
    }

    [Theory]
    [InlineData("", "LinkedIn", "Spring")]
    [InlineData("from=2026-03-03", "linkedin", "SPRING")]
    [InlineData("from=2026-03-04", "LINKEDIN", "spring")]
    public async Task Names_AreSpeltAsInTheEarliestVisitOfThePeriod(string period, string source, string campaign)
    {
        await FillAsync();

        var row = Assert.Single((await ChannelsAsync($"level=campaign&{period}")).Rows);

        Assert.Equal((source, campaign), (row.Source, row.Campaign));
    }

    [Fact]
    public async Task AnEarlierVisitThatComesLate_DecidesTheSpelling()
    {
        await FillAsync();
        await _bed.Bed.CaptureAsync(Tagged("late", -60, "linkedIN", "sPring", "vlate"));
        await NightAsync();

        var row = Assert.Single((await ChannelsAsync("level=campaign")).Rows);

        Assert.Equal(("linkedIN", "sPring", 4L), (row.Source, row.Campaign, row.Visits));
    }

    [Fact]
    public async Task VisitsOfOneDay_InSeveralSpellings_AreOneRowOfItsRollUp()
    {
        await _bed.Bed.CaptureAsync(Tagged("b", 20, "PARTNER", "x", "v1"), Tagged("a", 10, "Partner", "X", "v2"));
        await NightAsync();

        var row = Assert.Single(
            (await _bed.Bed.Get<IRollupStore>().ListAsync(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 2), default)).Single().Rows);

        Assert.Equal(("Partner", "X", 2L), (row.Dimensions.Source, row.Dimensions.Campaign, row.Visits));
    }

    [Theory]
    [InlineData("source=LINKEDIN", 3)]
    [InlineData("source=linkedin&campaign=sPRING", 3)]
    [InlineData("channel=organic social", 3)]
    [InlineData("source=linked-in", 0)]
    public async Task Parameters_FindANameHoweverItIsWritten(string narrowed, int visits)
    {
        await FillAsync();

        Assert.Equal(visits, (await ChannelsAsync(narrowed)).Total.Visits);
        Assert.Equal(visits, (await _bed.ExplainAsync(_bed.Channels, $"explain=visits&{narrowed}&from=2026-03-01")).Rows.Count);
        Assert.Equal(visits, (await _bed.ExplainAsync(_bed.Channels, $"explain=lead&{narrowed}&from=2026-03-01")).Sum);
        Assert.Equal(visits * 10m, (await _bed.ExplainAsync(_bed.Channels, $"explain=cost&{narrowed}&from=2026-03-01")).Amount);
    }

    [Fact]
    public async Task Facts_StayAsTheyWereWritten()
    {
        await FillAsync();

        var visits = (await _bed.ExplainAsync(_bed.Channels, "explain=visits&from=2026-03-01")).Rows;

        Assert.Equal(["LinkedIn Spring", "linkedin SPRING", "LINKEDIN spring"], visits.Select(row => $"{row.Source} {row.Campaign}"));
    }

    [Theory]
    [InlineData("markov")]
    [InlineData("shapley")]
    [InlineData("last")]
    public async Task AChannelOfTouches_InTwoSpellings_IsOneByEveryModel(string model)
    {
        var rows = new StringBuilder("email,date,name,channel\n");
        foreach (var n in Enumerable.Range(0, 40))
        {
            rows.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"p{n}@example.org,2026-03-{1 + (n % 20):D2}T10:00:00Z,Expo,{(n % 3 == 1 ? "trade FAIR" : "Trade Fair")}\n");
        }

        Assert.Equal(0, (await _bed.Crm.TouchesAsync(rows.ToString())).RejectedRows);
        await NightAsync();
        var query = $"from=2026-03-01&to=2026-03-31&model={model}";

        var channels = await _bed.Channels.BuildAsync(_bed.Query(query, _bed.Channels.Numbers), default);
        var attribution = await _bed.Attribution.BuildAsync(_bed.Query(query, _bed.Attribution.Numbers), default);

        Assert.Equal(("Trade Fair", 40m), Assert.Single(channels.Rows) is var row ? (row.Channel, row.Leads!.Value) : default);
        Assert.Equal("Trade Fair", Assert.Single(Assert.Single(attribution.Models).Rows).Channel);
        Assert.Equal(40m, attribution.Models[0].Attributed);
        var paths = (PathsReport)await _bed.Paths.AnswerAsync(_bed.Query("from=2026-03-01&to=2026-03-31", _bed.Paths.Numbers), default);
        Assert.Equal(("Trade Fair", 40L), Assert.Single(paths.Rows) is var way ? (way.Path, way.Conversions) : default);
        Assert.Equal(40, (await _bed.ExplainAsync(_bed.Paths, "explain=conversions&path=TRADE FAIR&from=2026-03-01&to=2026-03-31")).Sum);
    }

    [Fact]
    public async Task CostsOfACampaign_MeetItsMql_AndAreMatched()
    {
        await FillAsync();

        var nurture = (NurtureReport)await _bed.Nurture.AnswerAsync(
            _bed.Query("from=2026-03-01&model=first", _bed.Nurture.Numbers), default);
        var quality = (QualityReport)await _bed.Quality.AnswerAsync(_bed.Query("from=2026-03-01", _bed.Quality.Numbers), default);

        Assert.Equal(
            ("Spring", 30m),
            nurture.Campaigns.Single(campaign => campaign.Cost > 0) is var spring ? (spring.Campaign, spring.Cost) : default);
        Assert.Empty(quality.UnmatchedCosts);
    }

    [Fact]
    public void RowsOfAnEarlierRelease_ThatDifferInSpellingAlone_AreCreditedOnce()
    {
        var day = new DateOnly(2026, 3, 2);
        RollupDimensions[] names = [new("Paid Search", "google", "cpc", "a"), new("Paid Search", "Google", "CPC", "A")];
        var stored = new RolledUpDay
        {
            Day = day,
            At = At(0),
            Converted = new Dictionary<ConversionKind, CreditTotal>(),
            Rows = [.. names.Select(name => new RollupRow { Day = day, Dimensions = name, Visits = 2 })],
        };
        var touch = Sample.Touch(At(1), "paid search", "t");
        touch = touch with { Source = touch.Source with { Source = "GOOGLE", Medium = "cpc", Campaign = "a" }, LandingPage = null };
        var journey = new Journey
        {
            Conversion = new Conversion { Id = "c", LeadId = "l", Kind = ConversionKind.Lead, At = At(2) },
            Touches = [touch],
        };

        var credited = DayRollup.Recredit(stored, [journey], AttributionParameters.Default);

        var rows = credited.Rows.Where(row => row.Dimensions.Source == "google").ToList();
        Assert.Equal(2, rows.Count);
        Assert.Equal(4, credited.Rows.Sum(row => row.Visits));
        Assert.Equal(1_000_000, rows.Sum(row => row.Credits.GetValueOrDefault((ConversionKind.Lead, "last")).Micro));
        Assert.Single(rows.Select(row => row.Dimensions).Distinct());
    }

    private static CapturedEvent Tagged(string id, double minutes, string source, string campaign, string visitor) =>
        View(
            id,
            minutes,
            visitor: visitor) with
        { Campaign = new CampaignParameters { Source = source, Medium = "social", Campaign = campaign } };

    // Three visits with a form fill each, on three days, and a cost on each day in spellings of its own.
    private async Task FillAsync()
    {
        (string Source, string Campaign)[] names = [("LinkedIn", "Spring"), ("linkedin", "SPRING"), ("LINKEDIN", "spring")];
        foreach (var (n, (source, campaign)) in names.Index())
        {
            await _bed.Bed.CaptureAsync(
                Tagged($"v{n}", n * Day, source, campaign, $"v{n}"), Form($"f{n}", (n * Day) + 1, $"p{n}", $"v{n}").Queued());
        }

        await _bed.ImportAsync(
            _bed.Bed.Get<CostImport>(),
            "date,channel,source,campaign,amount\n2026-03-02,organic social,LINKEDIN,spring,10\n2026-03-03,Organic "
                + "Social,LinkedIn,sprinG,10\n2026-03-04,ORGANIC SOCIAL,linkedin ,Spring,10\n");
        await NightAsync();
    }

    private async Task NightAsync()
    {
        _bed.Bed.Clock.Advance(TimeSpan.FromMinutes(20));
        await _bed.Bed.NightAsync();
    }

    private async Task<ChannelsReport> ChannelsAsync(string query)
    {
        var whole = query.Contains("from=", StringComparison.Ordinal) ? query : $"from=2026-03-01&{query}".TrimEnd('&');
        return await _bed.Channels.BuildAsync(
            _bed.Query($"{whole}&to=2026-03-31".Replace("&&", "&", StringComparison.Ordinal), _bed.Channels.Numbers), default);
    }
}
