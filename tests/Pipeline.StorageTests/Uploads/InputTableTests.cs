using Pipeline.Crm;
using Pipeline.Records;
using Pipeline.Rollups.Rebuilds;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.Time;
using Pipeline.Uploads;
using static Pipeline.StorageTests.Identity.Facts;

namespace Pipeline.StorageTests.Uploads;

[Collection("azurite")]
public sealed class InputTableTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private PipelineBed? _bed;

    public async Task InitializeAsync() => _bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("I"));

    public Task DisposeAsync()
    {
        _bed!.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task PutCost_OverTwoMonths_IsReadByDayAndReplacedByTheLaterUpload()
    {
        var store = _bed!.Get<ICostStore>();
        var cost = new CostFact
        {
            Version = 1,
            Key = "key",
            From = new DateOnly(2026, 1, 31),
            To = new DateOnly(2026, 2, 2),
            Channel = "Paid Search / \"é\" #?",
            Kind = CostKind.Labour,
            Amount = 100,
            UploadedAt = Start,
        };

        Assert.Single(await store.PutCostsAsync([cost], dryRun: true, default));
        Assert.Empty(await store.ListCostsAsync(cost.From, cost.To, default));
        Assert.Single(await store.PutCostsAsync([cost], dryRun: false, default));
        Assert.Empty(await store.PutCostsAsync([cost with { UploadedAt = Start.AddDays(1) }], dryRun: false, default));
        Assert.Empty(await store.PutCostsAsync([cost with { Amount = 7, UploadedAt = Start.AddDays(-1) }], dryRun: false, default));
        Assert.Equal([34L, 33L, 33L], (await store.ListCostsAsync(cost.From, cost.To, default)).Select(line => line.Amount));

        Assert.Single(await store.PutCostsAsync([cost with { Amount = 3, UploadedAt = Start.AddDays(1) }], dryRun: false, default));
        Assert.Equal([1L, 1L], (await store.ListCostsAsync(new DateOnly(2026, 2, 1), cost.To, default)).Select(line => line.Amount));
    }

    [Fact]
    public async Task PutCosts_AfterAnEarlierRelease_TakeThePlaceOfWhatItStored()
    {
        var (store, table) = (_bed!.Get<ICostStore>(), _bed!.Get<ITables>()[TableNames.Inputs]);
        var day = new DateOnly(2026, 3, 1);
        var key = FactKey.Of("2026-03-01\n2026-03-01\nDisplay\nAdNet\n\nMedia\nA1");
        var body =
            $$"""{"version":1,"key":"{{key}}","from":"2026-03-01","to":"2026-03-01","channel":"Display","source":"AdNet","kind":"media","amount":500,"uploadedAt":"2026-02-01T00:00:00Z"}""";
        await table.WriteAsync(
            [RowWrite.Upsert(new Azure.Data.Tables.TableEntity("cost|2026-03", $"cost|2026-03|{key}") { ["Body"] = body })], default);
        var cost = new CostFact
        {
            Key = "",
            From = day,
            To = day,
            Channel = "display",
            Source = "adnet",
            Kind = CostKind.Media,
            Amount = 500,
            Id = "A1",
            UploadedAt = Start,
        };
        cost = cost with { Key = CostKey.Of(cost) };

        Assert.Empty(await store.PutCostsAsync([cost], dryRun: false, default));
        Assert.Single(await store.PutCostsAsync([cost with { Amount = 700 }], dryRun: false, default));

        Assert.Equal(700, Assert.Single(await store.ListCostsAsync(day, day, default)).Amount);
        Assert.Single(await store.PutCostsAsync(
            [cost with { Amount = 0, Removed = true, UploadedAt = Start.AddDays(1) }], dryRun: false, default));
        Assert.Empty(await store.ListCostsAsync(day, day, default));
    }

    [Fact]
    public async Task TouchChannels_AreNotedOnce_HoweverTheyAreWritten()
    {
        var store = _bed!.Get<ITouchChannelStore>();

        foreach (var name in new[] { "Trade Fair / #?", "trade fair / #?", "Print" })
        {
            await store.AddAsync(name, default);
        }

        Assert.Equal(["Print", "Trade Fair / #?"], (await store.ListAsync(default)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task PutTarget_Decimal_ReadsBackTheSame()
    {
        var store = _bed!.Get<ITargetStore>();
        var target = new TargetFact
        {
            Version = 1,
            Month = new Month(2026, 3),
            Metric = "amount",
            Planned = 12345.67m,
            UploadedAt = Start,
        };

        Assert.True(await store.PutTargetAsync(target, dryRun: false, default));

        Assert.Equal([target], await store.ListTargetsAsync(target.Month.FirstDay, target.Month.LastDay, default));
    }

    [Fact]
    public async Task ListPartitions_ManyRowsInEach_NamesEachOnce()
    {
        var table = _bed!.Get<ITables>()[TableNames.Leads];
        for (var partition = 0; partition < 5; partition++)
        {
            var rows = Enumerable
                .Range(0, 90)
                .Select(i => RowWrite.Upsert(new Azure.Data.Tables.TableEntity($"l_{partition}", $"r|{partition}|{i:D3}")));
            await table.WriteAsync([.. rows], default);
        }

        Assert.Equal(["l_0", "l_1", "l_2", "l_3", "l_4"], await _bed!.Get<IRebuildStore>().ListLeadsAsync(string.Empty, 10, default));
        Assert.Equal(["l_2", "l_3"], await _bed!.Get<IRebuildStore>().ListLeadsAsync("l_1", 2, default));
        Assert.Empty(await _bed!.Get<IRebuildStore>().ListVisitorsAsync(string.Empty, 10, default));
    }
}
