using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Crm;
using Pipeline.Imports;
using Pipeline.Rejected;
using Pipeline.Reports;
using Pipeline.Reports.Channels;
using Pipeline.Tables;
using Pipeline.Testing;
using Pipeline.Time;
using Pipeline.Uploads;

namespace Pipeline.UnitTests.Uploads;

public sealed class InputImportTests : IDisposable
{
    private static readonly DateOnly First = new(2026, 1, 1);
    private static readonly DateOnly Last = new(2026, 12, 31);

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Costs_TenRowsWithTwoBadOnes_TakesEightAndListsTwo()
    {
        var csv = new StringBuilder("date,channel,source,campaign,amount\n");
        for (var day = 1; day <= 10; day++)
        {
            csv.Append(day == 4 ? "2026-03-04,,google,spring,5\n" : day == 7 ? "2026-03-07,Paid Search,google,spring,much\n"
                : $"2026-03-{day:D2},Paid Search,google,spring,{day}.10\n");
        }

        var first = await CostsAsync(csv.ToString());
        var again = await CostsAsync(csv.ToString());

        Assert.Equal((10, 8, 0, 2), (first.Rows, first.Taken, first.Unchanged, first.RejectedRows));
        Assert.Equal([(5, "channel"), (8, "amount")], first.Rejected.Select(row => (row.Row, Assert.Single(row.Problems).Field)));
        Assert.Equal((0, 8, 2), (again.Taken, again.Unchanged, again.RejectedRows));
        Assert.Equal(8, (await _bed.Get<ICostStore>().ListCostsAsync(First, Last, default)).Count);
        Assert.Equal(4480, await SumAsync(First, Last));
    }

    [Fact]
    public async Task Costs_OfAPeriod_AreSplitByDayToTheCent()
    {
        await CostsAsync("from,to,channel,amount,kind\n2026-01-30,2026-02-05,E-mail,100.00,tech\n");

        var lines = await _bed.Get<ICostStore>().ListCostsAsync(First, Last, default);
        Assert.Equal([1429L, 1429, 1429, 1429, 1428, 1428, 1428], lines.OrderBy(line => line.Day).Select(line => line.Amount));
        Assert.Equal(2858, await SumAsync(First, new DateOnly(2026, 1, 31)));
        Assert.Equal(7142, await SumAsync(new DateOnly(2026, 2, 1), Last));
    }

    [Fact]
    public async Task Costs_InAnotherCurrency_NeedARate()
    {
        var result = await CostsAsync(
            "date;channel;amount;currency;rate\n2026-03-01;Display;10,00;USD;0,9\n2026-03-02;Display;10,00;USD;\n2026-03-03;Display;7,00;EUR;\n",
            "?decimal=comma");

        Assert.Equal((2, 1), (result.Taken, result.RejectedRows));
        Assert.Equal("rate", Assert.Single(Assert.Single(result.Rejected).Problems).Field);
        Assert.Equal(1600, await SumAsync(First, Last));
    }

    [Fact]
    public async Task Costs_CorrectedLater_ReplaceAndSameRowsOfOneUploadAddUp()
    {
        await CostsAsync("date,channel,amount\n2026-03-01,Display,10\n2026-03-01,Display,5\n");
        Assert.Equal(1500, await SumAsync(First, Last));

        _bed.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await CostsAsync("date,channel,amount\n2026-03-01,Display,12\n")).Taken);

        Assert.Equal(1200, await SumAsync(First, Last));
    }

    [Fact]
    public async Task Costs_DryRun_WritesNothing()
    {
        Assert.Equal((1, true), (await CostsAsync(
            "date,channel,amount\n2026-03-01,Display,10\n", "?dryRun=true")) is var result ? (result.Taken, result.DryRun) : default);

        Assert.Equal(0, await SumAsync(First, Last));
    }

    [Theory]
    [InlineData("2026-03-01,2026-03-01,,Display,1,media", "date")]
    [InlineData(",2026-03-01,,Display,1,media", "to")]
    [InlineData(",,,Display,1,media", "date")]
    [InlineData(",2026-03-02,2026-03-01,Display,1,media", "to")]
    [InlineData(",2023-01-01,2026-01-01,Display,1,media", "to")]
    [InlineData(",2023-01-01,2026-01-02,Display,1,media", "to")]
    [InlineData("2026-03-01,,,Display,1,gifts", "kind")]
    [InlineData("2026-03-01,,,Display,,media", "amount")]
    public async Task Costs_FaultyRow_IsListedByItsField(string row, string field)
    {
        var result = await CostsAsync("date,from,to,channel,amount,kind\n" + row + "\n");

        Assert.Equal(field, Assert.Single(Assert.Single(result.Rejected).Problems).Field);
    }

    [Fact]
    public async Task Costs_LongestPeriod_IsOfAsManyDaysAsTheRefusalSays()
    {
        var longest = await CostsAsync("date,from,to,channel,amount\n,2023-01-01,2025-12-31,Display,1096\n");
        var refused = await CostsAsync("date,from,to,channel,amount\n,2023-01-01,2026-01-01,Display,1\n");

        Assert.Equal(1, longest.Taken);
        Assert.Contains("1096 days", Assert.Single(Assert.Single(refused.Rejected).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_UploadedAgain_ReplaceByMonthAndMetric()
    {
        await TargetsAsync("month,metric,planned\n2026-03,leads,60\n2026-03,Visits,2000\n2026-04,speed,1\n");
        _bed.Clock.Advance(TimeSpan.FromMinutes(1));
        var result = await TargetsAsync("month,metric,planned\n2026-03,leads,70\n2026-03,visits,2000\n");

        Assert.Equal((1, 1), (result.Taken, result.Unchanged));
        var targets = await _bed.Get<ITargetStore>().ListTargetsAsync(First, Last, default);
        Assert.Equal(["leads 70", "visits 2000"], targets.Select(target => $"{target.Metric} {target.Planned}").Order());
    }

    [Theory]
    [InlineData("costs.csv")]
    [InlineData("targets.csv")]
    [InlineData("crm.csv")]
    [InlineData("touches.csv")]
    public async Task Templates_Uploaded_AreTakenWhole(string file)
    {
        var template = _bed.Get<ImportTemplates>().Find(file)!;
        var csv = Encoding.UTF8.GetString(CsvTable.Write(template, new ReportFormat(IsCsv: true)));

        // What it says was won has been won by then.
        _bed.Clock.AdvanceTo(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));

        var result = file switch
        {
            "costs.csv" => await CostsAsync(csv),
            "targets.csv" => await TargetsAsync(csv),
            "crm.csv" => await ImportAsync(await _bed.Get<LeadImports>().CrmAsync(default), csv, string.Empty),
            _ => await ImportAsync(await _bed.Get<LeadImports>().TouchesAsync(default), csv, string.Empty),
        };

        Assert.Equal((template.Rows.Count, 0, 0), (result.Taken, result.RejectedRows, result.IgnoredColumns.Count));
    }

    [Fact]
    public async Task Channels_Costs_StandOnTheirOwnDayAlsoWithoutConversions()
    {
        await CostsAsync(
            "date,channel,source,campaign,amount\n2026-03-02,Display,adnet,banner,50\n2026-02-27,Display,adnet,banner,7\n2026-03-02,Display,,,3\n");

        var rows = (await _bed.Get<ChannelsKind>().BuildAsync(Query("from=2026-03-01&level=source"), default)).Rows;

        Assert.Equal([(ChannelsBuilder.NotGiven, 3m), ("adnet", 50m)], rows.Select(row => (row.Source!, row.Cost)));
        Assert.All(rows, row => Assert.Equal(
            (0m, null, null, null, null), (row.Leads!.Value, row.CostPerLead, row.CostPerMql, row.CostPerCustomer, row.VisitorToLead)));
        Assert.All(rows, row => Assert.Equal((0m, -1m), (row.Roas!.Value, row.Romi!.Value)));
    }

    private async Task<long> SumAsync(DateOnly from, DateOnly to) =>
        (await _bed.Get<ICostStore>().ListCostsAsync(from, to, default)).Sum(line => line.Amount);

    private Task<ImportResult> CostsAsync(string csv, string query = "") => ImportAsync(_bed.Get<CostImport>(), csv, query);

    private Task<ImportResult> TargetsAsync(string csv) => ImportAsync(_bed.Get<TargetImport>(), csv, string.Empty);

    private async Task<ImportResult> ImportAsync<T>(IImport<T> import, string csv, string query)
        where T : class
    {
        var handler = new ImportHandler(
            _bed.Get<IRejectedStore>(),
            _bed.Get<LocalTime>(),
            _bed.Clock,
            Options.Create(new ImportOptions()),
            NullLogger<ImportHandler>.Instance);
        var outcome = await handler.HandleAsync(
            import,
            new ImportRequest
            {
                Body = Encoding.UTF8.GetBytes(csv),
                ContentType = "text/csv",
                Query = [.. query.TrimStart('?')
                    .Split('&', StringSplitOptions.RemoveEmptyEntries)
                    .Select(pair => pair.Split('='))
                    .Select(pair => KeyValuePair.Create(pair[0], pair[1]))],
            },
            default);
        Assert.Empty(outcome.Problems);
        return outcome.Result!;
    }

    private ReportQuery Query(string query)
    {
        var values = query.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return ReportQuery.Read(values.GetValueOrDefault, _bed.Clock.GetUtcNow(), _bed.Get<LocalTime>(), []);
    }
}
