using System.Collections.Concurrent;
using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Reports;
using Pipeline.Reports.Attribution;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;

namespace Pipeline.UnitTests.Reports.Oracle;

/// <summary>What Markov and Shapley give to channels equals a straightforward recomputation from all facts.</summary>
public sealed class OracleChainsTests
{
    [Fact]
    public async Task ChannelModels_WholeMonthsOfAnyWorlds_EqualTheOracle()
    {
        var compared = new ConcurrentDictionary<string, int>();
        await Parallel.ForAsync(0, 12, async (number, _) =>
        {
            var world = OracleWorlds.Many(Enumerable.Range(12 * number, 9));
            using var bed = PipelineBed.InMemory();
            await WorldRun.AnyOrderAsync(world, bed, 500, isShort: true);
            var oracle = new ReportOracle(world, bed.Clock.GetUtcNow());
            var (window, policy) = (number is >= 4 and < 8 ? 3 : 90, (DirectPolicy)(number % 3));
            var (from, to) = (new DateOnly(
                2026, number % 4 == 3 ? 4 : 3, 1), number % 4 == 1 ? new DateOnly(2026, 3, 31) : new DateOnly(2026, 4, 30));
            foreach (var kind in Enum.GetValues<ConversionKind>())
            {
                var chains = oracle.Chains(kind, from, to, window, policy);
                var parameters = new AttributionParameters
                {
                    WindowDays = window,
                    DirectPolicy = policy,
                    MinimumConversions = Math.Max(1, chains.Conversions),
                };
                var query = new ReportQuery
                {
                    From = from,
                    To = to,
                    Kind = kind,
                    Models = [AttributionModels.Shapley, AttributionModels.Markov],
                    Parameters = parameters,
                };
                var report = await bed.Get<AttributionKind>().BuildAsync(query, default);
                if (chains.Conversions == 0)
                {
                    Assert.All(report.Models, model => Assert.Empty(model.Rows));
                    continue;
                }

                AssertNear(chains.Shapley(), report.Models[0], chains, $"worlds {number} {kind}");
                AssertNear(chains.Markov(), report.Models[1], chains, $"worlds {number} {kind}");
                Count($"{kind} conversions", chains.Conversions);
                Count($"{kind} others", chains.Others);
                Count("refunds", chains.Refunds);
                var fewer = query with { Parameters = parameters with { MinimumConversions = chains.Conversions + 1 } };
                Assert.All((await bed.Get<AttributionKind>().BuildAsync(fewer, default)).Models, model => Assert.Empty(model.Rows));
            }

            void Count(string what, int found) => compared.AddOrUpdate(what, found, (_, sum) => sum + found);
        });

        Assert.Equal(11, compared.Count);
        Assert.All(compared, what => Assert.InRange(what.Value, 10, int.MaxValue));
    }

    // A split rounds each part by less than one unit, and their sum by nothing.
    private static void AssertNear(
        Dictionary<string, (double Conversions, double Cents)> expected, AttributionModelResult actual, OracleChains chains, string where)
    {
        Assert.Equal((where, chains.Conversions, chains.Cents / 100m), (where, actual.Attributed, actual.AttributedAmount));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Rows.Select(row => row.Channel).Order(StringComparer.Ordinal));
        Assert.All(actual.Rows, row =>
        {
            Assert.True(
                Math.Abs((double)row.Credit - expected[row.Channel].Conversions) < 1e-6,
                $"{where} {actual.Model} {row} {expected[row.Channel]}");
            Assert.True(
                Math.Abs((double)row.Amount - (expected[row.Channel].Cents / 100)) < 0.01,
                $"{where} {actual.Model} {row} {expected[row.Channel]}");
        });
    }
}
