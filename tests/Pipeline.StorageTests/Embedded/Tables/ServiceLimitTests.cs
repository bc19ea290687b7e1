using Azure.Data.Tables;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Embedded.Tables;

/// <summary>What Azure refuses and Azurite accepts, in part, is refused here; what fits exactly is stored.</summary>
[Collection("azurite")]
public sealed class ServiceLimitTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    public async Task Key_OfAtMost512Characters_IsStored(int length)
    {
        var table = await TestTables.CreateAsync(azurite);
        var key = new string('k', length);

        await table.AddEntityAsync(new TableEntity(key, key));

        Assert.True((await table.GetEntityIfExistsAsync<TableEntity>(key, key)).HasValue);
    }

    [Fact]
    public Task Key_Of513Characters_IsRefused() => AssertRefusedAsync("KeyValueTooLarge", new TableEntity("p", new string('k', 513)));

    [Theory]
    [InlineData(32_767)]
    [InlineData(32_768)]
    public async Task String_OfAtMost32768Characters_IsStored(int length)
    {
        var row = await StoreAsync(new TableEntity("p", "r") { ["S"] = new string('ü', length) });

        Assert.Equal(length, row.GetString("S")!.Length);
    }

    [Fact]
    public Task String_Of32769Characters_IsRefused() =>
        AssertRefusedAsync("PropertyValueTooLarge", new TableEntity("p", "r") { ["S"] = new string('x', 32_769) });

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public async Task Binary_OfAtMost64KiB_IsStored(int length)
    {
        var row = await StoreAsync(new TableEntity("p", "r") { ["B"] = new byte[length] });

        Assert.Equal(length, row.GetBinary("B")!.Length);
    }

    [Fact]
    public Task Binary_Of65537Bytes_IsRefused() =>
        AssertRefusedAsync("PropertyValueTooLarge", new TableEntity("p", "r") { ["B"] = new byte[65_537] });

    [Theory]
    [InlineData(251)]
    [InlineData(252)]
    public async Task Row_OfAtMost252Properties_IsStored(int count)
    {
        var row = await StoreAsync(WithProperties(count));

        Assert.Equal(count - 1, row.GetInt32($"P{count - 1}"));
    }

    [Fact]
    public Task Row_Of253Properties_IsRefused() => AssertRefusedAsync("TooManyProperties", WithProperties(253));

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task Row_OfAtMost1MiB_IsStored(int bytesOver)
    {
        var row = await StoreAsync(OfOneMebibyte(bytesOver));

        Assert.Equal(65_244 + bytesOver, row.GetBinary("Z")!.Length);
    }

    [Fact]
    public Task Row_Of1MiBAndAByte_IsRefused() => AssertRefusedAsync("EntityTooLarge", OfOneMebibyte(1));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Moment_From1601On_IsStored(long ticks)
    {
        var moment = new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(ticks);

        Assert.Equal(moment, (await StoreAsync(new TableEntity("p", "r") { ["T"] = moment })).GetDateTimeOffset("T"));
    }

    [Fact]
    public async Task Moment_Before1601_IsRefused()
    {
        await AssertRefusedAsync(
            "OutOfRangeInput", new TableEntity("p", "r") { ["T"] = new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(-1) });
        await AssertRefusedAsync("OutOfRangeInput", new AllTypesRow { Moment = default });
    }

    [Theory]
    [InlineData(99)]
    [InlineData(100)]
    public async Task Transaction_OfAtMost100Actions_IsDone(int count)
    {
        var table = await TestTables.CreateAsync(azurite);

        await table.SubmitTransactionAsync(Actions(count));

        Assert.Equal(count, (await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>())).Count);
    }

    [Fact]
    public async Task Transaction_Of101Actions_IsRefused()
    {
        using var handler = new ScriptedHandler();
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());

        await Failures.AssertTransactionAsync(400, "InvalidInput", 99, () => table.SubmitTransactionAsync(Actions(101)));
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Transaction_OfTwoPartitions_NamesTheFirstActionThatDiffers()
    {
        using var handler = new ScriptedHandler();
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());
        TableTransactionAction[] actions = [.. Actions(3), new(TableTransactionActionType.Delete, new TableEntity("P", "r"))];

        await Failures.AssertTransactionAsync(
            400, "CommandsInBatchActOnDifferentPartitions", 3, () => table.SubmitTransactionAsync(actions));
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Transaction_WithARowThatIsTooLarge_NamesIt()
    {
        using var handler = new ScriptedHandler();
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());
        TableTransactionAction[] actions = [.. Actions(2), new(TableTransactionActionType.UpsertReplace, OfOneMebibyte(1))];

        await Failures.AssertTransactionAsync(400, "EntityTooLarge", 2, () => table.SubmitTransactionAsync(actions));
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Transaction_AroundFourMebibytes_IsRefusedAbove()
    {
        const int Limit = 4 * 1024 * 1024;
        using var handler = new ScriptedHandler([.. Enumerable.Repeat(ScriptedHandler.Status(System.Net.HttpStatusCode.BadRequest), 3)]);
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());
        await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(() => table.SubmitTransactionAsync(OfPayload(0)));
        var missing = Limit - (int)handler.Requests[0].Length!.Value;

        await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(() => table.SubmitTransactionAsync(OfPayload(missing - 1)));
        await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(() => table.SubmitTransactionAsync(OfPayload(missing)));
        await Failures.AssertAsync(413, "RequestBodyTooLarge", () => table.SubmitTransactionAsync(OfPayload(missing + 1)));

        Assert.Equal([Limit - 1, Limit], handler.Requests.Skip(1).Select(request => request.Length!.Value));
    }

    private static TableEntity WithProperties(int count)
    {
        var row = new TableEntity("p", "r") { ["Nothing"] = null };
        for (var number = 0; number < count; number++)
        {
            row[$"P{number}"] = number;
        }

        return row;
    }

    /// <summary>4 bytes, 4 for the keys; 15 × (8 + 6 + 4 + 65,536); 8 + 2 + 4 + 65,244: together 1,048,576.</summary>
    private static TableEntity OfOneMebibyte(int bytesOver)
    {
        var row = new TableEntity("p", "r") { ["Z"] = new byte[65_244 + bytesOver] };
        for (var number = 0; number < 15; number++)
        {
            row[$"B{number:00}"] = new byte[65_536];
        }

        return row;
    }

    private static TableTransactionAction[] Actions(int count) =>
        [.. Enumerable.Range(0, count).Select(number => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{number:000}")))];

    /// <summary>Nine rows: eight of 15 × 32,768 characters, one of as many characters as asked for.</summary>
    private static TableTransactionAction[] OfPayload(int characters)
    {
        var rows = Enumerable.Range(0, 9).Select(number => new TableEntity("p", $"{number}")).ToArray();
        for (var number = 0; number < 15; number++)
        {
            foreach (var row in rows[..8])
            {
                row[$"S{number:00}"] = new string('x', 32_768);
            }

            var take = Math.Clamp(characters - (number * 32_768), 0, 32_768);
            rows[8][$"S{number:00}"] = new string('x', take);
        }

        return [.. rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row))];
    }

    private async Task<TableEntity> StoreAsync(TableEntity row)
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(row);
        return (await table.GetEntityAsync<TableEntity>(row.PartitionKey, row.RowKey)).Value;
    }

    private async Task AssertRefusedAsync<T>(string errorCode, T row)
        where T : ITableEntity
    {
        using var handler = new ScriptedHandler();
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());

        await Failures.AssertAsync(400, errorCode, () => table.AddEntityAsync(row));
        await Failures.AssertAsync(400, errorCode, () => table.UpsertEntityAsync(row, TableUpdateMode.Replace));
        await Failures.AssertTransactionAsync(
            400, errorCode, 0, () => table.SubmitTransactionAsync([new(TableTransactionActionType.UpsertMerge, row)]));
        Assert.Empty(handler.Requests);
    }
}
