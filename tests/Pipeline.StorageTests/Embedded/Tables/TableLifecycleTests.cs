using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Embedded.Tables;

[Collection("azurite")]
public sealed class TableLifecycleTests(AzuriteFixture azurite)
{
    private readonly TableServiceClient _service = new(azurite.ConnectionString);

    [Fact]
    public async Task Create_ExistingTable_Fails()
    {
        var table = _service.GetTableClient(azurite.NewTableName("Twice"));
        var created = await table.CreateAsync();

        Assert.Equal(table.Name, created.Value.Name);
        await Failures.AssertAsync(409, "TableAlreadyExists", () => table.CreateAsync());
        await Failures.AssertAsync(409, "TableAlreadyExists", () => _service.CreateTableAsync(table.Name));
    }

    [Fact]
    public async Task CreateIfNotExists_ExistingTable_AnswersWithItsName()
    {
        var name = azurite.NewTableName("Twice");

        var first = await _service.CreateTableIfNotExistsAsync(name);
        var second = await _service.CreateTableIfNotExistsAsync(name);
        var third = await _service.GetTableClient(name).CreateIfNotExistsAsync();

        Assert.Equal((name, name, name), (first.Value.Name, second.Value.Name, third.Value.Name));
        Assert.Equal((204, 409), (first.GetRawResponse().Status, second.GetRawResponse().Status));
    }

    [Fact]
    public async Task CreateIfNotExists_TableBeingDeleted_Fails()
    {
        using var handler = new ScriptedHandler(() => new HttpResponseMessage(System.Net.HttpStatusCode.Conflict)
        {
            Content = new StringContent("""{"odata.error":{"code":"TableBeingDeleted","message":{"lang":"en-US","value":"Later."}}}"""),
        });
        var table = new TableClient(azurite.ConnectionString, "Gone", handler.Options());

        await Failures.AssertAsync(409, TableErrorCode.TableBeingDeleted.ToString(), () => table.CreateIfNotExistsAsync());
    }

    [Fact]
    public async Task Delete_MissingTable_IsNoError()
    {
        var table = _service.GetTableClient(azurite.NewTableName("Missing"));
        await table.CreateAsync();

        Assert.Equal(204, (await table.DeleteAsync()).Status);
        Assert.Equal(404, (await table.DeleteAsync()).Status);
        Assert.Equal(404, (await _service.DeleteTableAsync(table.Name)).Status);
    }

    [Fact]
    public async Task Query_WithFilterAndPageSize_ListsEveryTableOfTheRange()
    {
        var prefix = azurite.NewTableName("List");
        string[] names = [.. Enumerable.Range(0, 5).Select(number => $"{prefix}x{number}")];
        foreach (var name in names)
        {
            await _service.CreateTableAsync(name);
        }

        var filter = TableServiceClient.CreateQueryFilter($"TableName ge {prefix + "x"} and TableName lt {prefix + "y"}");
        var tables = await TestTables.ReadAllAsync(_service.QueryAsync(filter, maxPerPage: 2));

        Assert.Equal(names, tables.Select(table => table.Name).Order());
    }

    [Fact]
    public void Uri_OfTableAndService_NamesAccountAndTable()
    {
        var table = _service.GetTableClient("Leads");

        Assert.Equal(azurite.TableEndpoint.AbsoluteUri.TrimEnd('/'), _service.Uri.AbsoluteUri);
        Assert.Equal(_service.Uri.AbsoluteUri + "/Leads", table.Uri.AbsoluteUri);
        Assert.Equal(("devstoreaccount1", "devstoreaccount1"), (_service.AccountName, table.AccountName));
    }

    [Fact]
    public async Task AnyCall_WithWrongKey_IsForbidden()
    {
        var credential = new TableSharedKeyCredential("devstoreaccount1", Convert.ToBase64String(new byte[64]));
        var table = new TableClient(azurite.TableEndpoint, azurite.NewTableName("Locked"), credential);

        var failure = await Assert.ThrowsAsync<Azure.RequestFailedException>(() => table.CreateAsync());

        Assert.Equal(403, failure.Status);
    }

    [Fact]
    public async Task SetAccountKey_WithTheRightKey_OpensTheAccount()
    {
        var credential = new TableSharedKeyCredential("devstoreaccount1", Convert.ToBase64String(new byte[64]));
        var table = new TableClient(azurite.TableEndpoint, azurite.NewTableName("Rotated"), credential);
        var key = azurite.ConnectionString.Split(';').Single(part => part.StartsWith("AccountKey=", StringComparison.Ordinal));

        credential.SetAccountKey(key["AccountKey=".Length..]);

        Assert.Equal(204, (await table.CreateAsync()).GetRawResponse().Status);
    }
}
