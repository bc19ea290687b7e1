using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Embedded.Tables;

[Collection("azurite")]
public sealed class TransactionTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Submit_EveryKindOfAction_DoesAllAndAnswersEachVersion()
    {
        var table = await TestTables.CreateAsync(azurite);
        await TestTables.FillAsync(table, 4);
        var read = await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>());

        var answers = (await table.SubmitTransactionAsync([
            new(TableTransactionActionType.Add, new TableEntity("p", "new") { ["M"] = "ü\r\n--x\"'{}" }),
            new(TableTransactionActionType.UpdateMerge, new TableEntity("p", "0000") { ["M"] = 1 }, read[0].ETag),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "0001") { ["M"] = 1 }, read[1].ETag),
            new(TableTransactionActionType.Delete, new TableEntity("p", "0002"), read[2].ETag),
            new(TableTransactionActionType.Delete, new TableEntity("p", "0003")),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "merged") { ["M"] = 1 }),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "replaced") { ["M"] = 1 }),
        ])).Value;

        var rows = await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>());
        Assert.Equal(["0000", "0001", "merged", "new", "replaced"], rows.Select(row => row.RowKey));
        Assert.Equal((0, null), (rows[0].GetInt32("N"), rows[1].GetInt32("N")));
        Assert.Equal("ü\r\n--x\"'{}", rows[3].GetString("M"));
        Assert.All(answers, answer => Assert.Equal((204, false), (answer.Status, answer.IsError)));
        Assert.Equal(
            [rows[3].ETag, rows[0].ETag, rows[1].ETag, rows[2].ETag, rows[4].ETag],
            new[] { 0, 1, 2, 5, 6 }.Select(index => answers[index].Headers.ETag!.Value));
    }

    [Fact]
    public async Task Submit_100ActionsFailingAtRow57_NamesItAndChangesNothing()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "0057") { ["N"] = -1 });

        await Failures.AssertTransactionAsync(409, "EntityAlreadyExists", 57, () => TestTables.FillAsync(table, 100));

        Assert.Equal(-1, Assert.Single(await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>())).GetInt32("N"));
    }

    [Fact]
    public async Task Submit_OldVersion_FailsWithTheConditionsCode()
    {
        var table = await TestTables.CreateAsync(azurite);
        await TestTables.FillAsync(table, 2);
        var old = (await table.GetEntityAsync<TableEntity>("p", "0001")).Value;
        await table.UpsertEntityAsync(new TableEntity("p", "0001") { ["N"] = 9 });

        await Failures.AssertTransactionAsync(412, "UpdateConditionNotSatisfied", 1, () => table.SubmitTransactionAsync([
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "0000") { ["N"] = 8 }),
            new(TableTransactionActionType.UpdateReplace, old, old.ETag),
        ]));

        Assert.Equal(0, (await table.GetEntityAsync<TableEntity>("p", "0000")).Value.GetInt32("N"));
    }

    [Fact]
    public async Task Submit_UpdateWithoutVersion_InsertsAMissingRow()
    {
        var table = await TestTables.CreateAsync(azurite);

        await table.SubmitTransactionAsync([
            new(TableTransactionActionType.UpdateMerge, new TableEntity("p", "1")), new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "2"))]);

        Assert.Equal(2, (await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>())).Count);
    }

    [Fact]
    public async Task Submit_DeleteOfAMissingRow_Fails()
    {
        var table = await TestTables.CreateAsync(azurite);

        await Failures.AssertTransactionAsync(404, "ResourceNotFound", 0, () => table.SubmitTransactionAsync([
            new(TableTransactionActionType.Delete, new TableEntity("p", "1"))]));
    }

    [Fact]
    public async Task Submit_SameRowTwice_Fails()
    {
        var table = await TestTables.CreateAsync(azurite);

        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => table.SubmitTransactionAsync([
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "1")), new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "1"))]));

        Assert.Equal((400, "InvalidDuplicateRow"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task Submit_TypedRows_ReadBack()
    {
        var table = await TestTables.CreateAsync(azurite);

        await table.SubmitTransactionAsync(Enumerable.Range(0, 3).Select(number => new TableTransactionAction(
            TableTransactionActionType.Add, new AllTypesRow { RowKey = $"{number}", Large = number })));

        var rows = await TestTables.ReadAllAsync(table.QueryAsync<AllTypesRow>());
        Assert.Equal([0L, 1L, 2L], rows.Select(row => row.Large));
    }

    [Fact]
    public async Task Submit_NoAction_FailsBeforeARequest()
    {
        using var handler = new ScriptedHandler();
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());

        await Assert.ThrowsAsync<InvalidOperationException>(() => table.SubmitTransactionAsync([]));

        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Submit_ServiceAnswersFewerActions_Fails()
    {
        using var handler = new ScriptedHandler(() =>
        {
            var content = new ByteArrayContent(Encoding.ASCII.GetBytes(
                "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: application/http\r\n\r\n"
                + "HTTP/1.1 204 No Content\r\nETag: W/\"1\"\r\n\r\n\r\n--c--\r\n--b--\r\n"));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/mixed; boundary=b");
            return new HttpResponseMessage(HttpStatusCode.Accepted) { Content = content };
        });
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => TestTables.FillAsync(table, 2));

        Assert.Contains("1 of 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_MissingTable_Fails()
    {
        var table = new TableClient(azurite.ConnectionString, azurite.NewTableName("None"));

        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => TestTables.FillAsync(table, 2));

        Assert.Equal((404, "TableNotFound"), (failure.Status, failure.ErrorCode));
    }
}
