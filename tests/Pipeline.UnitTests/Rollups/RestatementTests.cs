using System.Text.Json;
using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Reports.Explanations;
using Pipeline.Reports.Quality;
using Pipeline.Rollups;
using Pipeline.Testing;
using static Pipeline.UnitTests.Reports.Records;

namespace Pipeline.UnitTests.Rollups;

/// <summary>A restated day tells what changed since it was first complete.</summary>
public sealed class RestatementTests
{
    private static readonly RolledUpDay First = Day(5, Visits(3), Visits(2, source: "bing")) with
    {
        Converted = new Dictionary<ConversionKind, CreditTotal> { [ConversionKind.Customer] = new(1_000_000, 500) },
        AnonymousPageViews = new Dictionary<string, long> { ["Direct"] = 2 },
    };

    public static TheoryData<string, RolledUpDay> Changes => new()
    {
        { "visits +1", First with { Rows = [Visits(4), Visits(2, source: "bing")] } },
        { "visits -2", First with { Rows = [Visits(3)] } },
        { "visits of machines +1", First with { Rows = [Visits(3) with { AutomaticVisits = 1 }, Visits(2, source: "bing")] } },
        { "page views of nobody +1", First with { AnonymousPageViews = new Dictionary<string, long> { ["Direct"] = 2, ["E-mail"] = 1 } } },
        { "visits +1; page views of nobody -2; lead +1", First with
            {
                Rows = [Visits(4), Visits(2, source: "bing")],
                AnonymousPageViews = new Dictionary<string, long>(),
                Converted = new Dictionary<ConversionKind, CreditTotal>(First.Converted) { [ConversionKind.Lead] = new(1_000_000, 0) },
            } },
        { "customer amount -1.50", First with
        {
            Rows = [Visits(3).Credited(ConversionKind.Customer, 1, 350), Visits(2, source: "bing")],
            Converted = new Dictionary<ConversionKind, CreditTotal> { [ConversionKind.Customer] = new(1_000_000, 350) },
        } },
        { "moved between sources", First with { Rows = [Visits(2), Visits(3, source: "bing")] } },
        { "moved between sources", First with { AnonymousPageViews = new Dictionary<string, long> { ["E-mail"] = 2 } } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Describe_ADayThatChanged_SaysWhat(string expected, RolledUpDay day)
    {
        var told = Restatement.Of(Restatement.Mark(day, Head(RollupTotals.Of(First)), Paris), Euro)!;

        Assert.Equal((expected, expected.StartsWith("moved", StringComparison.Ordinal)), (told.Describe(), told.Moved));
    }

    [Fact]
    public void Of_TheSameDay_IsNotRestated() =>
        Assert.Null(Restatement.Of(Restatement.Mark(First, Head(RollupTotals.Of(First)), Paris), Euro));

    [Fact]
    public void Of_SumsOfAnEarlierVersion_CountsOnlyWhatTheyKept()
    {
        var stored = JsonSerializer.Deserialize(
            """{"version":1,"visits":4,"conversions":{},"amounts":{"customer":500},"digest":"aaaaaaaaaaaaaaaaaaaaaaaaaa"}""",
            RollupsJson.Stored.RollupTotals)!;

        var told = Restatement.Of(Restatement.Mark(First, Head(stored), Paris), Euro)!;

        Assert.Equal("visits +1; customer +1", told.Describe());
    }

    [Fact]
    public async Task Quality_LatePageViewOfNobody_IsToldAsSuch()
    {
        using var bed = PipelineBed.InMemory();
        await bed.CaptureAsync(Pipeline.UnitTests.Identity.Facts.View("a", -24 * 60));
        bed.Clock.Advance(TimeSpan.FromMinutes(16));
        await bed.NightAsync();
        var late = new AnonymousView
        {
            Id = "late",
            OccurredAt = Pipeline.UnitTests.Identity.Facts.At(-23 * 60),
            Channel = "Direct",
            Page = "/",
        };
        await bed.Get<AnonymousViewHandler>().StoreAsync([late], default);
        bed.Clock.Advance(TimeSpan.FromMinutes(16));
        await bed.NightAsync();

        var query = Query("from=2026-03-01&to=2026-03-01", bed.Clock.GetUtcNow());
        var report = (QualityReport)await bed.Get<QualityKind>().AnswerAsync(query, default);
        var opened = (ReportExplanation)await bed.Get<QualityKind>().AnswerAsync(query with { Explain = "restated" }, default);

        Assert.Equal("2026-03-01: page views of nobody +1", Assert.Single(report.ToTable().Rows, row => row[0] is "restated day")[4]);
        Assert.Equal("page views of nobody +1", Assert.Single(opened.Rows).Detail);
    }

    private static RollupHead Head(RollupTotals first) => new() { ETag = "e", Totals = first, First = first };
}
