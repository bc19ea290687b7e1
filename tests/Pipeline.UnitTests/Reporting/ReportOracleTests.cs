using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Reporting;
using Pipeline.Settings;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;

namespace Pipeline.UnitTests.Reporting;

/// <summary>A report built from roll-ups equals a straightforward recomputation from all facts.</summary>
public sealed class ReportOracleTests
{
    private const int Worlds = 150;
    private static readonly string[] Models = [AttributionModels.First, AttributionModels.Last, AttributionModels.LastNonDirect, AttributionModels.Linear];

    [Fact]
    public async Task Reports_AnyWorldInAnyOrder_EqualTheOracle() => await Parallel.ForAsync(0, Worlds, async (seed, _) =>
    {
        // The oracle knows events alone; what uploads do to leads is held to its rules elsewhere.
        var made = WorldGenerator.Make(seed);
        var world = new World { Seed = made.Seed, Start = made.Start, End = made.End, Sent = made.Sent };
        using var bed = PipelineBed.InMemory();
        await WorldRun.AnyOrderAsync(world, bed, 50, isShort: true);
        var (from, to) = (bed.Get<LocalTime>().DayOf(world.Start).AddDays(-3), bed.Get<LocalTime>().DayOf(world.End));
        var oracle = new ReportOracle(world);

        var query = ReportQuery.Read(
            name => name switch { "from" => LocalTime.Text(from), "to" => LocalTime.Text(to), "model" => string.Join(',', Models), _ => null },
            bed.Clock.GetUtcNow(),
            bed.Get<LocalTime>(),
            []);
        var channels = await bed.Get<ReportHandler>().ChannelsAsync(query, default);
        var attribution = await bed.Get<ReportHandler>().AttributionAsync(query, default);

        var visits = oracle.Visits(from, to).OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key} {item.Value}");
        var rows = channels.Rows.Where(row => row.Visits + row.AutomaticVisits > 0).OrderBy(row => row.Channel, StringComparer.Ordinal);
        Assert.Equal(visits, rows.Select(row => $"{row.Channel} {(row.Visits, row.AutomaticVisits, row.Visitors!.Value)}"));
        foreach (var model in attribution.Models)
        {
            var expected = oracle.Leads(from, to, model.Model).Where(item => item.Value > 0)
                .Select(item => $"{item.Key} {item.Value}").Order(StringComparer.Ordinal);
            var actual = model.Rows.Select(row =>
                $"{(row.Channel, row.Source!, row.Medium!, row.Campaign!)} {(long)(row.Credit * AttributionEngine.MicroPerConversion)}").Order(StringComparer.Ordinal);
            Assert.Equal(expected, actual);
        }
    });
}
