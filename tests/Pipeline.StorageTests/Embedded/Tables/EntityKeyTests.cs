using Azure;
using Azure.Data.Tables;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Embedded.Tables;

[Collection("azurite")]
public sealed class EntityKeyTests(AzuriteFixture azurite)
{
    public static TheoryData<string> OddKeys => [
        "it's", "''", "100%", "%2F", "%25", "a b+c&d=e", "(x),y;z:@", "\"quoted\"", "üñ€漢😀", "~!$^*_-={}[]|.<>`", "..", "e|ab",
    ];

    public static TheoryData<string> ForbiddenKeys => ["a/b", "a\\b", "a#b", "a?b", "\u0000", "a\u001F", "\u007F", "a\u009Fb"];

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task EveryCall_OddKey_FindsTheRow(string key)
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity(key, key) { ["N"] = 1 });

        await table.UpdateEntityAsync(new TableEntity(key, key) { ["N"] = 2 }, ETag.All, TableUpdateMode.Replace);
        await table.UpsertEntityAsync(new TableEntity(key, key) { ["M"] = 3 });
        var row = (await table.GetEntityAsync<TableEntity>(key, key)).Value;
        var found = await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key}")));

        Assert.Equal((key, key, 2, 3), (row.PartitionKey, row.RowKey, row.GetInt32("N"), row.GetInt32("M")));
        Assert.Single(found);
        Assert.Equal(204, (await table.DeleteEntityAsync(key, key)).Status);
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task Transaction_OddKey_FindsTheRow(string key)
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity(key, key) { ["N"] = 1 })]);

        await table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateReplace, new TableEntity(key, key) { ["N"] = 2 }, ETag.All)]);

        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>(key, key)).Value.GetInt32("N"));
    }

    [Theory]
    [MemberData(nameof(ForbiddenKeys))]
    public async Task EveryCall_ForbiddenCharacter_IsRefusedBeforeARequest(string key)
    {
        using var handler = new ScriptedHandler();
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());
        var badRow = new TableEntity("p", key);
        var badPartition = new TableEntity(key, "r");

        await Failures.AssertAsync(400, "OutOfRangeInput", () => table.AddEntityAsync(badRow));
        await Failures.AssertAsync(400, "OutOfRangeInput", () => table.AddEntityAsync(badPartition));
        await Failures.AssertAsync(400, "InvalidInput", () => table.UpsertEntityAsync(badRow));
        await Failures.AssertAsync(400, "InvalidInput", () => table.UpdateEntityAsync(badPartition, ETag.All));
        await Failures.AssertAsync(400, "InvalidInput", () => table.GetEntityAsync<TableEntity>("p", key));
        await Failures.AssertAsync(400, "InvalidInput", () => table.GetEntityIfExistsAsync<TableEntity>(key, "r"));
        await Failures.AssertAsync(400, "InvalidInput", () => table.DeleteEntityAsync("p", key));
        await Failures.AssertTransactionAsync(400, "OutOfRangeInput", 1, () => table.SubmitTransactionAsync([
            new(TableTransactionActionType.Add, new TableEntity("p", "r")), new(TableTransactionActionType.Add, badRow)]));
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Add_NeighboursOfForbiddenCharacters_AreStored()
    {
        var table = await TestTables.CreateAsync(azurite);

        await table.AddEntityAsync(new TableEntity("p", "\u0020\u007E\u00A0"));

        Assert.True((await table.GetEntityIfExistsAsync<TableEntity>("p", "\u0020\u007E\u00A0")).HasValue);
    }
}
