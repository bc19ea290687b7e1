using Pipeline.Attribution;
using Pipeline.Reports.Paths;
using static Pipeline.UnitTests.Attribution.Journeys;
using static Pipeline.UnitTests.Reports.Records;

namespace Pipeline.UnitTests.Reports.Paths;

public sealed class PathsBuilderTests
{
    [Fact]
    public void Build_JourneysOverTheSameChannels_AreOneRow()
    {
        var journeys = new[]
        {
            Journey(Touches((0, "E-mail"), (1, "E-mail"), (2, "Direct")), 4, 10_000),
            Journey(Touches((0, "E-mail"), (2, "Direct")), 2, 5_000),
            Journey(Touches((0, "Direct")), 1, 700),
            Journey(Touches((0, "E-mail")), 200, 900),
        };
        var others = new[]
        {
            new ChannelPath { Channels = ["Direct"], NonConversions = 1 },
            new ChannelPath { Channels = ["Display"], NonConversions = 1 },
        };

        var report = PathsBuilder.Build(Query("kind=customer"), journeys, others, Euro, Now);

        Assert.Equal(
            [
                "E-mail > Direct 2 0 1 150 3",
                "Direct 1 1 0.5 7 1",
                "Offline / unknown 1 0 1 9 ",
                "Display 0 1 0 0 ",
                "Total 4 2 0.6667 166 2",
            ],
            report.Rows.Append(report.Total).Select(row => string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{row.Path} {row.Conversions} {row.NonConversions} {row.Rate:0.####} {row.Amount:0.##} {row.MedianDays:0.##}")));
    }

    [Theory]
    [InlineData(PathsReport.MaxRows, PathsReport.MaxRows)]
    [InlineData(PathsReport.MaxRows + 2, PathsReport.MaxRows + 1)]
    public void Build_ManyPaths_PutsTheRestTogether(int paths, int rows)
    {
        var others = Enumerable.Range(0, paths).Select(i => new ChannelPath { Channels = [$"c{i}"], NonConversions = 1 });

        var report = PathsBuilder.Build(Query(""), [], others, Euro, Now);

        Assert.Equal((rows, (long)paths), (report.Rows.Count, report.Rows.Sum(row => row.NonConversions)));
    }
}
