using System.Collections.Concurrent;
using System.Globalization;
using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Leads.Facts;
using Pipeline.Reports;
using Pipeline.Reports.Attribution;
using Pipeline.Reports.Channels;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Pipeline.Time;

namespace Pipeline.UnitTests.Reports;

/// <summary>
/// What every model gives away is what was converted, to the cent, after late events, links, undos, aliases, edits and refunds.
/// </summary>
public sealed class ReportSumTests
{
    private const int Worlds = 150;

    private static readonly string[] Additive =
        [.. AttributionModels.Names.Except([AttributionModels.Markov, AttributionModels.Shapley])];

    private static readonly Dictionary<string, string>[] Parameters =
    [
        [],
        new() { ["window"] = "1", ["direct"] = "drop-all", ["halfLife"] = "0.5" },
        new() { ["window"] = "3", ["direct"] = "drop-last", ["position"] = "33.3/33.4/33.3", ["w"] = "33/33/33/1" },
    ];

    [Fact]
    public async Task Attribution_AnyWorldModelKindPolicyAndWindow_SumsToWhatConverted()
    {
        var seen = new ConcurrentDictionary<ConversionKind, long>();
        var refunded = 0L;
        await Parallel.ForAsync(0, Worlds, async (seed, _) =>
        {
            var world = WorldGenerator.Make(seed);
            using var bed = PipelineBed.InMemory();
            await WorldRun.AnyOrderAsync(world, bed, 500, isShort: true);
            var converted = await ConversionsAsync(world, bed);
            Interlocked.Add(ref refunded, converted.Where(one => one.RefundOf is not null).Sum(one => one.Conversion.Amount));
            foreach (var kind in Enum.GetValues<ConversionKind>())
            {
                var own = converted.Where(one => one.Conversion.Kind == kind).ToList();
                var count = own.Count(one => one.RefundOf is null);
                var amount = own.Sum(one => one.Conversion.Amount) / 100m;
                seen.AddOrUpdate(kind, count, (_, sum) => sum + count);
                foreach (var parameters in Parameters)
                {
                    var report = await bed.Get<AttributionKind>().BuildAsync(Query(world, bed, kind, parameters), default);
                    foreach (var model in report.Models)
                    {
                        var told = $"world {seed}, {kind}, {model.Model}, {report.Parameters}";
                        Assert.Equal((told, count, amount), (told, model.Converted, model.ConvertedAmount));
                        if (own.Count > 0 && model.Note is null)
                        {
                            Assert.Equal(
                                (told, count, amount), (told, model.Rows.Sum(row => row.Credit), model.Rows.Sum(row => row.Amount)));
                            Assert.Equal((told, count, amount), (told, model.Attributed, model.AttributedAmount));
                        }
                    }
                }
            }

            var additive = Additive[seed % Additive.Length];
            var level = Enum.GetValues<ReportLevel>()[seed % Enum.GetValues<ReportLevel>().Length];
            var channels = await bed.Get<ChannelsKind>().BuildAsync(
                Query(world, bed, ConversionKind.Lead, []) with { Models = [additive], Level = level }, default);
            Assert.Equal(
                $"world {seed}: {string.Join(' ', Enum.GetValues<ConversionKind>().Select(kind => converted.Count(one => one.Conversion.Kind == kind && one.RefundOf is null)))}"
                + FormattableString.Invariant(
                    $" {converted.Where(one => one.Conversion.Kind == ConversionKind.Customer).Sum(one => one.Conversion.Amount) / 100m:0.00}"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"world {seed}: {Sum(row => row.Leads)} {Sum(row => row.Mql)} {Sum(row => row.Sql)} {Sum(row => row.Opportunities)} "
                        + $"{Sum(row => row.Customers)} {channels.Rows.Sum(row => row.Amount ?? 0):0.00}"));

            string Sum(Func<ChannelRow, decimal?> value) =>
                channels.Rows.Sum(row => value(row) ?? 0).ToString("0.######", CultureInfo.InvariantCulture);
        });

        Assert.All(Enum.GetValues<ConversionKind>(), kind => Assert.InRange(seen[kind], 20, long.MaxValue));
        Assert.InRange(refunded, long.MinValue, -1_00);
    }

    private static async Task<List<LeadConversion>> ConversionsAsync(World world, PipelineBed bed)
    {
        var profiles = await Task.WhenAll(world.LeadIds.Select(id => bed.Get<ILeadStore>().GetProfileAsync(id, default)));
        return [.. profiles.SelectMany(profile => profile.Value?.Conversions ?? []).DistinctBy(one => one.Conversion.Id)];
    }

    private static ReportQuery Query(World world, PipelineBed bed, ConversionKind kind, Dictionary<string, string> parameters)
    {
        var localTime = bed.Get<LocalTime>();
        var (from, to) = (localTime.DayOf(world.Start).AddDays(-3), localTime.DayOf(bed.Clock.GetUtcNow()));
        var more = string.Concat(parameters.Select(parameter => $"&{parameter.Key}={parameter.Value}"));
        return Sample.Query(
            $"from={LocalTime.Text(from)}&to={LocalTime.Text(to)}&kind={kind.ToString().ToLowerInvariant()}&minimum=1{more}",
            bed.Clock.GetUtcNow(),
            localTime);
    }
}
