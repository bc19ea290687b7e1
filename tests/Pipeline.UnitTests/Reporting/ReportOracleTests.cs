using System.Collections.Concurrent;
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
    private const int Worlds = 200;
    private static readonly string[] Models = [AttributionModels.First, AttributionModels.Last, AttributionModels.LastNonDirect, AttributionModels.Linear];

    [Fact]
    public async Task Reports_AnyWorldInAnyOrder_EqualTheOracle()
    {
        var compared = new ConcurrentDictionary<ConversionKind, int>();
        await Parallel.ForAsync(0, Worlds, async (seed, _) =>
        {
            // The oracle knows events and uploads; undos, aliases and changes of rules are held to their own tests.
            var world = WorldGenerator.Make(seed) with { Actions = [], AliasEmails = [] };
            world = world with { Rules = [.. world.Rules.Where(rules => rules.Document == "stages").Take(1)] };
            using var bed = PipelineBed.InMemory();
            await WorldRun.AnyOrderAsync(world, bed, 50, isShort: true);
            var (from, to) = (bed.Get<LocalTime>().DayOf(world.Start).AddDays(-3), bed.Get<LocalTime>().DayOf(bed.Clock.GetUtcNow()));
            var oracle = new ReportOracle(world, bed.Clock.GetUtcNow());
            if (!oracle.IsClear)
            {
                return;
            }

            var visits = oracle.Visits(from, to).OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key} {item.Value}");
            var channels = await bed.Get<ReportHandler>().ChannelsAsync(Query(bed, from, to, ConversionKind.Lead), default);
            var rows = channels.Rows.Where(row => row.Visits + row.AutomaticVisits > 0).OrderBy(row => row.Channel, StringComparer.Ordinal);
            Assert.Equal(visits, rows.Select(row => $"{row.Channel} {(row.Visits, row.AutomaticVisits, row.Visitors!.Value)}"));
            foreach (var kind in new[] { ConversionKind.Lead, ConversionKind.Opportunity, ConversionKind.Customer })
            {
                var attribution = await bed.Get<ReportHandler>().AttributionAsync(Query(bed, from, to, kind), default);
                foreach (var model in attribution.Models)
                {
                    var isWhole = model.Model != AttributionModels.Linear;
                    var expected = oracle.Credit(kind, from, to, model.Model).Where(item => item.Value.Micro != 0 || (isWhole && item.Value.Cents != 0))
                        .Select(item => $"{item.Key} {item.Value.Micro} {(isWhole ? item.Value.Cents : 0)}").ToList();
                    var actual = model.Rows.Select(row =>
                        $"{(row.Channel, row.Source!, row.Medium!, row.Campaign!)} {(long)(row.Credit * AttributionEngine.MicroPerConversion)} {(isWhole ? (long)(row.Amount * 100) : 0)}");
                    Assert.Equal(
                        expected.Prepend($"world {seed} {kind} {model.Model}").Order(StringComparer.Ordinal),
                        actual.Where(text => isWhole || !text.EndsWith(" 0 0", StringComparison.Ordinal))
                            .Prepend($"world {seed} {kind} {model.Model}").Order(StringComparer.Ordinal));
                    compared.AddOrUpdate(kind, expected.Count, (_, sum) => sum + expected.Count);
                }
            }
        });

        Assert.All(compared, kind => Assert.InRange(kind.Value, 100, int.MaxValue));
    }

    private static ReportQuery Query(PipelineBed bed, DateOnly from, DateOnly to, ConversionKind kind) => ReportQuery.Read(
        name => name switch
        {
            "from" => LocalTime.Text(from),
            "to" => LocalTime.Text(to),
            "model" => string.Join(',', Models),
            "kind" => kind.ToString().ToLowerInvariant(),
            _ => null,
        },
        bed.Clock.GetUtcNow(),
        bed.Get<LocalTime>(),
        []);
}
