using Pipeline.Attribution;
using Pipeline.Channels;
using Pipeline.Days;
using Pipeline.Reports;
using Pipeline.Reports.Quality;
using Pipeline.Rollups;
using Pipeline.Uploads;
using static Pipeline.UnitTests.Reports.Records;

namespace Pipeline.UnitTests.Reports.Quality;

public sealed class QualityBuilderTests
{
    [Fact]
    public void Build_AMonth_TellsWhatIsMissing()
    {
        var report = Build(
            [
                Day(5, Visits(6), Visits(2, campaign: RollupDimensions.None), Visits(2, ChannelNames.OtherCampaign, "gogle")) with
                {
                    Converted = new Dictionary<ConversionKind, CreditTotal> { [ConversionKind.Lead] = new(4_000_000, 0) },
                },
                Day(6, Visits(0, UnknownSource.Channel, "(unknown)", RollupDimensions.None).Credited(ConversionKind.Lead, 1)),
            ],
            Lead("a", 2, (ConversionKind.Sql, 12)));

        Assert.Equal((10L, 2L, 0.2m), (report.Visits, report.WithoutCampaign, report.WithoutCampaignShare!.Value));
        Assert.Equal((1m, 0.25m), (report.Unattributed, report.UnattributedShare!.Value));
        Assert.Equal([new UnmatchedSource("gogle", "cpc", 2)], report.UnmatchedSources);
        Assert.Equal([new UnmatchedCost("Paid Search", "google", "sprnig", 7m)], report.UnmatchedCosts);
        Assert.Equal("no SQL, opportunity or customer since 12 March 2026", report.CrmFeed);
        Assert.Equal(3, report.SharedDevices);
        Assert.All(report.ToTable().Rows, row => Assert.Equal(report.ToTable().Columns.Count, row.Count));
    }

    [Theory]
    [InlineData(27, null)]
    [InlineData(26, "no SQL, opportunity or customer since 26 March 2026")]
    public void Build_CrmAroundItsSilence_IsMissingOnlyBeyond(double day, string? feed) =>
        Assert.Equal(feed, Build([], Lead("a", 2, (ConversionKind.Opportunity, day))).CrmFeed);

    [Fact]
    public void Build_Nothing_HasNoShares()
    {
        var report = Build([]);

        Assert.Equal(
            (null, null, "no SQL, opportunity or customer ever: upload the CRM's stages"),
            (report.WithoutCampaignShare, report.UnattributedShare, report.CrmFeed));
    }

    private static QualityReport Build(IReadOnlyList<RolledUpDay> days, params LeadRecord[] leads) => QualityBuilder.Build(
        Query("from=2026-03-01&to=2026-03-31"),
        days,
        leads,
        [
            new CostLine(new DateOnly(2026, 3, 5), "Paid Search", "google", "sprnig", CostKind.Media, 700),
            .. Enumerable.Repeat(
                new CostLine(new DateOnly(2026, 3, 5), "Paid Search", "google", "spring", CostKind.Media, 700), days.Count == 0 ? 0 : 1),
        ],
        3,
        new Dictionary<string, long> { ["poison"] = 2 },
        Paris,
        Euro,
        Now);
}
