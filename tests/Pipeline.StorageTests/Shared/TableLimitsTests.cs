using Azure.Data.Tables;
using Pipeline.Storage.Shared;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Shared;

/// <summary>What Azure refuses is refused before the call to Azurite, which takes most of it; what fits exactly is stored.</summary>
[Collection("azurite")]
public sealed class TableLimitsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private PipelineBed? _bed;

    private ITable Table => _bed!.Get<ITables>()[TableNames.Visitors];

    public async Task InitializeAsync() => _bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("G"));

    public Task DisposeAsync()
    {
        _bed!.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    public async Task Key_OfAtMost512Characters_IsStored(int length) =>
        await StoreAsync(new TableEntity(new string('k', length), new string('ü', length)));

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\u0000b")]
    [InlineData("a\u001Fb")]
    [InlineData("a\u007Fb")]
    [InlineData("a\u009Fb")]
    public async Task Key_WithAForbiddenCharacter_IsRefused(string key)
    {
        await AssertRefusedAsync(new TableEntity("p", key));
        await AssertRefusedAsync(new TableEntity(key, "r"));
        await Assert.ThrowsAsync<TableLimitException>(() => Table.GetAsync("p", key, default));
        await Assert.ThrowsAsync<TableLimitException>(() => Table.GetAsync(key, "r", default));
        await Assert.ThrowsAsync<TableLimitException>(() => Table.WriteAsync([RowWrite.Remove("p", key)], default));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a%b")]
    [InlineData("a\u007Eb")]
    [InlineData("a\u00A0b")]
    public async Task Key_WithACharacterNextToAForbiddenOne_IsStored(string key) => await StoreAsync(new TableEntity("p", key));

    [Fact]
    public async Task Key_Of513Characters_IsRefused()
    {
        await AssertRefusedAsync(new TableEntity("p", new string('k', 513)));
        await AssertRefusedAsync(new TableEntity(new string('k', 513), "r"));
    }

    [Theory]
    [InlineData(32_767)]
    [InlineData(32_768)]
    public async Task Text_OfAtMost64KiB_IsStored(int length) =>
        Assert.Equal(length, (await StoreAsync(new TableEntity("p", "r") { ["S"] = new string('ü', length) })).GetString("S").Length);

    [Fact]
    public Task Text_OverIt_IsRefused() => AssertRefusedAsync(new TableEntity("p", "r") { ["S"] = new string('x', 32_769) });

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public async Task Binary_OfAtMost64KiB_IsStored(int length) =>
        Assert.Equal(length, (await StoreAsync(new TableEntity("p", "r") { ["B"] = new byte[length] })).GetBinary("B").Length);

    [Fact]
    public Task Binary_OverIt_IsRefused() => AssertRefusedAsync(new TableEntity("p", "r") { ["B"] = new byte[65_537] });

    [Theory]
    [InlineData(251)]
    [InlineData(252)]
    public async Task Row_OfAtMost252Properties_IsStored(int count) =>
        Assert.Equal(count - 1, (await StoreAsync(WithProperties(count))).GetInt32($"P{count - 1}"));

    [Fact]
    public Task Row_Of253Properties_IsRefused() => AssertRefusedAsync(WithProperties(253));

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task Row_OfAtMost1MiB_IsStored(int bytesOver) =>
        Assert.Equal(65_244 + bytesOver, (await StoreAsync(OfOneMebibyte(bytesOver))).GetBinary("Z").Length);

    [Fact]
    public Task Row_Of1MiBAndAByte_IsRefused() => AssertRefusedAsync(OfOneMebibyte(1));

    [Fact]
    public async Task Value_ThatTheServiceDoesNotKeep_IsRefused()
    {
        await AssertRefusedAsync(new TableEntity("p", "r") { ["D"] = 1m });
        await AssertRefusedAsync(new TableEntity("p", "r") { ["F"] = 1f });
        await AssertRefusedAsync(new TableEntity("p", "r") { ["T"] = TimeSpan.Zero });
        await AssertRefusedAsync(new TableEntity("p", "r") { ["N"] = double.NaN });
        await AssertRefusedAsync(new TableEntity("p", "r") { ["T"] = new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(-1) });
    }

    [Fact]
    public async Task Moment_First_IsStored()
    {
        var first = new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(first, (await StoreAsync(new TableEntity("p", "r") { ["T"] = first })).GetDateTimeOffset("T"));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(100)]
    public async Task Transaction_OfAtMost100Writes_IsDone(int count)
    {
        await Table.WriteAsync(Writes(count), default);

        Assert.Equal(count, (await Table.QueryAsync("p", "", null, null, default)).Count);
    }

    [Fact]
    public async Task Transaction_Of101Writes_IsRefused() =>
        await Assert.ThrowsAsync<TableLimitException>(() => Table.WriteAsync(Writes(101), default));

    [Fact]
    public async Task Transaction_OfTwoPartitionsOrOneRowTwice_IsRefused()
    {
        await Assert.ThrowsAsync<TableLimitException>(() => Table.WriteAsync([.. Writes(2), RowWrite.Remove("P", "r")], default));
        await Assert.ThrowsAsync<TableLimitException>(() => Table.WriteAsync([.. Writes(2), RowWrite.Remove("p", "001")], default));
    }

    [Fact]
    public async Task Transaction_WithARowThatIsRefused_IsRefused()
    {
        await Assert.ThrowsAsync<TableLimitException>(() => Table.WriteAsync([.. Writes(2), RowWrite.Upsert(OfOneMebibyte(1))], default));

        Assert.Empty(await Table.QueryAsync("p", "", null, null, default));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Transaction_AroundFourMebibytes_IsRefusedAbove(int bytesOver, bool fits)
    {
        var missing = TableLimits.MaxBodyBytes - (int)TableLimits.BodyBytes(OfBody(0));
        var writes = OfBody(missing + bytesOver);
        Assert.Equal(TableLimits.MaxBodyBytes + bytesOver, TableLimits.BodyBytes(writes));

        var failure = Record.Exception(() => TableLimits.Check(writes));

        Assert.Equal(fits, failure is null);
    }

    [Fact]
    public async Task Transaction_WhoseTextsFitButNotTheirEncoding_IsRefused()
    {
        var text = new string('Ж', 7_200);
        var rows = Enumerable.Range(0, 99).Select(number => new TableEntity("p", $"{number:D3}") { ["S"] = text });

        await Assert.ThrowsAsync<TableLimitException>(() => Table.WriteAsync([.. rows.Select(RowWrite.Upsert)], default));
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

    private static RowWrite[] Writes(int count) =>
        [.. Enumerable.Range(0, count).Select(number => RowWrite.Insert(new TableEntity("p", $"{number:000}")))];

    /// <summary>Nine rows: eight of 15 × 32,768 characters, one of as many characters as asked for.</summary>
    private static RowWrite[] OfBody(int characters)
    {
        var rows = Enumerable.Range(0, 9).Select(number => new TableEntity("p", $"{number}")).ToArray();
        for (var number = 0; number < 15; number++)
        {
            foreach (var row in rows[..8])
            {
                row[$"S{number:00}"] = new string('x', 32_768);
            }

            rows[8][$"S{number:00}"] = new string('x', Math.Clamp(characters - (number * 32_768), 0, 32_768));
        }

        return [.. rows.Select(RowWrite.Insert)];
    }

    private async Task<TableEntity> StoreAsync(TableEntity row)
    {
        await Table.WriteAsync([RowWrite.Insert(row)], default);
        return (await Table.GetAsync(row.PartitionKey, row.RowKey, default))!;
    }

    private async Task AssertRefusedAsync(TableEntity row)
    {
        await Assert.ThrowsAsync<TableLimitException>(() => Table.WriteAsync([RowWrite.Insert(row)], default));
        await Assert.ThrowsAsync<TableLimitException>(() => Table.WriteAsync([RowWrite.Upsert(row)], default));
        await Assert.ThrowsAsync<TableLimitException>(() => Table.WriteAsync([RowWrite.Replace(row, "x")], default));
        Assert.Empty(await Table.ListPartitionsAsync("", 1, default));
    }
}
