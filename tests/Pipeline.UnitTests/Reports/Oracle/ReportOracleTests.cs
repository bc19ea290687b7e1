using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Imports;
using Pipeline.Reports;
using Pipeline.Reports.Attribution;
using Pipeline.Reports.Channels;
using Pipeline.Reports.Funnel;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Pipeline.Time;
using Pipeline.Uploads;

namespace Pipeline.UnitTests.Reports.Oracle;

/// <summary>A report built from roll-ups equals a straightforward recomputation from all facts.</summary>
public sealed class ReportOracleTests
{
    private const int Worlds = 200;
    private static readonly string[] Models = [.. AttributionModels.PerJourney.Select(model => model.Name)];
    private static readonly ConversionKind[] Kinds = Enum.GetValues<ConversionKind>();

    [Fact]
    public async Task Reports_AnyWorldInAnyOrder_EqualTheOracle()
    {
        var compared = new ConcurrentDictionary<string, int>();
        await Parallel.ForAsync(0, Worlds, async (seed, _) =>
        {
            var world = OracleWorlds.One(seed);
            using var bed = PipelineBed.InMemory();
            await WorldRun.AnyOrderAsync(world, bed, 50, isShort: true);
            var (from, to) = (bed.Get<LocalTime>().DayOf(world.Start).AddDays(-3), bed.Get<LocalTime>().DayOf(bed.Clock.GetUtcNow()));
            var oracle = new ReportOracle(world, bed.Clock.GetUtcNow());
            var visits = oracle.Visits(from, to)
                .OrderBy(item => item.Key, StringComparer.Ordinal)
                .Select(item => $"{item.Key} {item.Value}");
            var channels = await bed.Get<ChannelsKind>().BuildAsync(Query(bed, from, to, ConversionKind.Lead), default);
            var rows = channels.Rows.Where(row => row.Visits + row.AutomaticVisits > 0).OrderBy(row => row.Channel, StringComparer.Ordinal);
            Assert.Equal(visits, rows.Select(row => $"{row.Channel} {(row.Visits, row.AutomaticVisits, row.Visitors!.Value)}"));
            var funnel = (FunnelReport)await bed.Get<FunnelKind>().AnswerAsync(Query(bed, from, to, ConversionKind.Lead), default);
            Assert.Equal((seed, oracle.Entries.Sum(entries => Math.Max(0, entries.Count - 1))), (seed, funnel.Reopened));
            Count("MQL by score", oracle.Entries.Count(entries => entries is [{ IsTold: false }, ..]));
            Count("MQL by sales", oracle.Entries.Count(entries => entries is [{ IsTold: true }, ..]));
            Count("never MQL", oracle.Entries.Count(entries => entries.Count == 0));
            Count("reopened", (int)funnel.Reopened);
            Count("corrected fills", oracle.Corrected);
            var day = bed.Get<LocalTime>().DayOf(world.Start).AddDays(2 + (seed % 6));
            foreach (var (kind, first, last) in Kinds.SelectMany(kind => new[] { (kind, from, to), (kind, day, day) }))
            {
                var attribution = await bed.Get<AttributionKind>().BuildAsync(Query(bed, first, last, kind), default);
                foreach (var model in attribution.Models)
                {
                    var expected = oracle.Credit(kind, first, last, model.Model).Where(item => item.Value != default)
                        .Select(item => $"{item.Key} {item.Value.Micro} {item.Value.Cents}").ToList();
                    var actual = model.Rows.Select(row =>
                        $"{(row.Channel, row.Source!.ToLowerInvariant(), row.Medium!, row.Campaign!.ToLowerInvariant())} "
                            + $"{(long)(row.Credit * AttributionEngine.MicroPerConversion)} {(long)(row.Amount * 100)}");
                    Assert.Equal(
                        expected.Prepend($"world {seed} {kind} {model.Model} {first} {last}").Order(StringComparer.Ordinal),
                        actual.Prepend($"world {seed} {kind} {model.Model} {first} {last}").Order(StringComparer.Ordinal));
                    Count($"{kind} {model.Model}{(first == last ? " of a day" : "")}", expected.Count);
                }
            }

            void Count(string what, int found) => compared.AddOrUpdate(what, found, (_, sum) => sum + found);
        });

        Assert.Equal((2 * Kinds.Length * Models.Length) + 5, compared.Count);
        Assert.All(compared, what => Assert.InRange(what.Value, what.Key.EndsWith("day", StringComparison.Ordinal) ? 3 : 30, int.MaxValue));
    }

    [Fact]
    public async Task Channels_AnyWorldAndCosts_EqualTheOracle()
    {
        var compared = new ConcurrentDictionary<string, int>();
        await Parallel.ForAsync(0, Worlds, async (seed, _) =>
        {
            var world = OracleWorlds.One(seed);
            using var bed = PipelineBed.InMemory();
            var (from, to) = (bed.Get<LocalTime>().DayOf(world.Start).AddDays(-3), bed.Get<LocalTime>().DayOf(world.End));
            var costs = new OracleCosts(seed, from, to);
            await WorldRun.AnyOrderAsync(world, bed, 50, isShort: true);
            await UploadAsync(bed, costs);
            var oracle = new ReportOracle(world, bed.Clock.GetUtcNow());
            var model = Models[seed % Models.Length];
            var (leads, customers, spent) = (ByChannel(ConversionKind.Lead), ByChannel(ConversionKind.Customer), costs.Sum(from, to));
            var (mqls, sql, opportunities) = (ByChannel(
                ConversionKind.Mql), ByChannel(ConversionKind.Sql), ByChannel(ConversionKind.Opportunity));
            var report = await bed
                .Get<ChannelsKind>()
                .BuildAsync(Query(bed, from, to, ConversionKind.Lead) with { Models = [model], MarginPercent = 40 }, default);
            foreach (var row in report.Rows)
            {
                var (lead, mql) = (leads.GetValueOrDefault(row.Channel), mqls.GetValueOrDefault(row.Channel));
                var (won, cost) = (customers.GetValueOrDefault(
                    row.Channel), spent.GetValueOrDefault(row.Channel.ToUpperInvariant()) / 100m);
                Assert.Equal(
                    Text(
                        lead.Count,
                        mql.Count,
                        sql.GetValueOrDefault(row.Channel).Count,
                        opportunities.GetValueOrDefault(row.Channel).Count,
                        won.Count,
                        won.Amount,
                        cost,
                            Each(lead.Count),
                        Each(mql.Count),
                        Each(won.Count),
                            cost > 0 ? Math.Round(won.Amount / cost, 4) : null,
                        cost > 0 ? Math.Round(((won.Amount * 0.4m) - cost) / cost, 4) : null),
                    Text(
                        row.Leads,
                        row.Mql,
                        row.Sql,
                        row.Opportunities,
                        row.Customers,
                        row.Amount,
                        row.Cost,
                        row.CostPerLead,
                        row.CostPerMql,
                        row.CostPerCustomer,
                        row.Roas,
                        row.Romi));
                Count("cost", row.Cost != 0);
                Count("cost per lead", row.CostPerLead is not null and not 0);
                Count("cost per MQL", row.CostPerMql is not null and not 0);
                Count("return", row.Roas > 0);

                decimal? Each(decimal count) => count > 0 && cost != 0 ? Math.Round(cost / count, 2) : null;

                string Text(params decimal?[] values) => $"world {seed} {row.Channel} {model}: "
                    + $"{string.Join(' ', values.Select(value => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "-"))}";
            }

            var named = report.Rows.Select(row => row.Channel).ToList();
            Assert.Equal(named.Count, named.Distinct(StringComparer.OrdinalIgnoreCase).Count());
            Assert.Empty(leads.Keys.Concat(mqls.Keys).Concat(customers.Keys).Except(named));
            Assert.Empty(spent.Where(channel => channel.Value != 0)
                .Select(channel => channel.Key)
                .Except(named.Select(name => name.ToUpperInvariant())));

            Dictionary<string, (decimal Count, decimal Amount)> ByChannel(ConversionKind kind) => oracle.Credit(kind, from, to, model)
                .GroupBy(item => item.Key.Channel)
                .ToDictionary(
                    channel => channel.Key,
                    channel => (channel.Sum(item => item.Value.Micro) / 1_000_000m, channel.Sum(item => item.Value.Cents) / 100m));

            void Count(string what, bool found) => compared.AddOrUpdate(what, found ? 1 : 0, (_, sum) => sum + (found ? 1 : 0));
        });

        Assert.All(compared, what => Assert.InRange(what.Value, 10, int.MaxValue));
    }

    private static async Task UploadAsync(PipelineBed bed, OracleCosts costs)
    {
        foreach (var rows in costs.Uploads)
        {
            bed.Clock.Advance(TimeSpan.FromMinutes(1));
            var csv = string.Join('\n', rows.Select(row => string.Create(
                CultureInfo.InvariantCulture,
                $"{row.From:yyyy-MM-dd},{row.To:yyyy-MM-dd},{row.Channel},{row.Campaign},{(row.IsRemoved ? null : row.Cents / 100m)},{(row.IsRemoved ? "yes" : "")}"))
                .Prepend("from,to,channel,campaign,amount,remove"));
            var outcome = await bed.Get<ImportHandler>().HandleAsync(
                bed.Get<CostImport>(), new ImportRequest { Body = Encoding.UTF8.GetBytes(csv), ContentType = "text/csv" }, default);
            Assert.Equal(0, outcome.Result!.RejectedRows);
        }
    }

    private static ReportQuery Query(PipelineBed bed, DateOnly from, DateOnly to, ConversionKind kind) => Sample.Query(
        $"from={LocalTime.Text(from)}&to={LocalTime.Text(to)}&model={string.Join(',', Models)}&kind={kind.ToString().ToLowerInvariant()}",
        bed.Clock.GetUtcNow(),
        bed.Get<LocalTime>());
}
