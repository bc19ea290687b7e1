using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Embedded.Tables;

[Collection("azurite")]
public sealed class EntityOperationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Add_NewRow_AnswersItsVersionAndLeavesTheRowAlone()
    {
        var table = await TestTables.CreateAsync(azurite);
        var row = new TableEntity("p", "r") { ["N"] = 1 };

        var answer = await table.AddEntityAsync(row);

        var stored = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal(204, answer.Status);
        Assert.Equal(default, row.ETag);
        Assert.Equal(stored.ETag, answer.Headers.ETag);
        Assert.NotNull(stored.Timestamp);
    }

    [Fact]
    public async Task Add_ExistingRow_Fails()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r"));

        var failure = await Failures.AssertAsync(409, "EntityAlreadyExists", () => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.True(failure.ErrorCode == TableErrorCode.EntityAlreadyExists);
    }

    [Fact]
    public async Task Add_MissingTable_Fails()
    {
        var table = new TableClient(azurite.ConnectionString, azurite.NewTableName("None"));

        await Failures.AssertAsync(404, "TableNotFound", () => table.AddEntityAsync(new TableEntity("p", "r")));
    }

    [Fact]
    public async Task Add_WithoutKey_FailsBeforeARequest()
    {
        using var handler = new ScriptedHandler();
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());

        await Assert.ThrowsAsync<ArgumentNullException>(() => table.AddEntityAsync(new TableEntity { RowKey = "r" }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => table.AddEntityAsync(new TableEntity { PartitionKey = "p" }));
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Get_MissingRowOrTable_Fails()
    {
        var table = await TestTables.CreateAsync(azurite);
        var missing = new TableClient(azurite.ConnectionString, azurite.NewTableName("None"));

        await Failures.AssertAsync(404, "ResourceNotFound", () => table.GetEntityAsync<TableEntity>("p", "r"));
        await Failures.AssertAsync(404, "TableNotFound", () => missing.GetEntityAsync<TableEntity>("p", "r"));
    }

    [Fact]
    public async Task GetIfExists_MissingRowOrTable_HasNoValue()
    {
        var table = await TestTables.CreateAsync(azurite);
        var missing = new TableClient(azurite.ConnectionString, azurite.NewTableName("None"));

        foreach (var client in new[] { table, missing })
        {
            var answer = await client.GetEntityIfExistsAsync<TableEntity>("p", "r");

            Assert.False(answer.HasValue);
            Assert.Equal(404, answer.GetRawResponse().Status);
            Assert.Throws<InvalidOperationException>(() => answer.Value);
        }
    }

    [Fact]
    public async Task GetIfExists_StoredRow_HasItsValue()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 7 });

        var answer = await table.GetEntityIfExistsAsync<TableEntity>("p", "r");

        Assert.True(answer.HasValue);
        Assert.Equal(7, answer.Value!.GetInt32("N"));
    }

    [Fact]
    public async Task Get_WithSelect_ReadsOnlyTheNamedProperties()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2, ["C"] = 3 });

        var row = (await table.GetEntityAsync<TableEntity>("p", "r", ["A", "C"])).Value;

        Assert.Equal((1, null, 3), (row.GetInt32("A"), row.GetInt32("B"), row.GetInt32("C")));
        Assert.NotEqual(default, row.ETag);
    }

    [Fact]
    public async Task Upsert_MergeThenReplace_KeepsThenDropsOtherProperties()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1 });

        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 2 });
        var merged = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["C"] = 3 }, TableUpdateMode.Replace);
        var replaced = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal((1, 2), (merged.GetInt32("A"), merged.GetInt32("B")));
        Assert.Equal((null, null, 3), (replaced.GetInt32("A"), replaced.GetInt32("B"), replaced.GetInt32("C")));
    }

    [Fact]
    public async Task Upsert_NullProperty_StaysWhenMergedAndGoesWhenReplaced()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "kept" });

        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = null }, TableUpdateMode.Merge);
        var merged = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = null }, TableUpdateMode.Replace);
        var replaced = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal("kept", merged.GetString("A"));
        Assert.False(replaced.ContainsKey("A"));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task Update_WithReadVersion_SucceedsOnce(TableUpdateMode mode)
    {
        var table = await TestTables.CreateAsync(azurite);
        var etag = (await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 })).Headers.ETag!.Value;

        var answer = await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, etag, mode);

        Assert.NotEqual(etag, answer.Headers.ETag);
        await Failures.AssertAsync(
            412, "UpdateConditionNotSatisfied", () => table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, etag, mode));
        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("N"));
    }

    [Fact]
    public async Task Update_WithoutVersion_FailsBeforeARequest()
    {
        using var handler = new ScriptedHandler();
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());

        await Assert.ThrowsAsync<ArgumentException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), default));

        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Update_AnyVersion_ChangesAStoredRowAndFailsOnAMissingOne()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });

        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, ETag.All, TableUpdateMode.Replace);

        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("N"));
        await Failures.AssertAsync(404, "ResourceNotFound", () => table.UpdateEntityAsync(new TableEntity("p", "none"), ETag.All));
    }

    [Fact]
    public async Task Delete_WithOldVersion_FailsAndKeepsTheRow()
    {
        var table = await TestTables.CreateAsync(azurite);
        var old = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["N"] = 2 });

        await Failures.AssertAsync(412, "UpdateConditionNotSatisfied", () => table.DeleteEntityAsync("p", "r", old));

        Assert.True((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task Delete_ByKeysOrRow_RemovesTheRowAndToleratesAMissingOne()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "1"));
        await table.AddEntityAsync(new TableEntity("p", "2"));
        var staleRow = new TableEntity("p", "2") { ETag = new ETag("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"") };

        Assert.Equal(204, (await table.DeleteEntityAsync("p", "1")).Status);
        Assert.Equal(204, (await table.DeleteEntityAsync(staleRow)).Status);
        Assert.Equal(404, (await table.DeleteEntityAsync("p", "1")).Status);
        Assert.Empty(await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>()));
    }

    [Fact]
    public async Task Add_FromManyTasks_StoresEveryRow()
    {
        var table = await TestTables.CreateAsync(azurite);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => table.AddEntityAsync(new TableEntity("p", $"{number:00}"))));

        Assert.Equal(50, (await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>())).Count);
    }
}
