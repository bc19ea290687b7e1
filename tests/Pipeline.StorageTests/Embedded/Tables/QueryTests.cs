using Azure;
using Azure.Data.Tables;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Embedded.Tables;

[Collection("azurite")]
public sealed class QueryTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(null, 2)]
    [InlineData(100, 11)]
    public async Task Query_1001Rows_FollowsEveryPage(int? pageSize, int pages)
    {
        using var handler = new ScriptedHandler();
        var table = await TestTables.CreateAsync(azurite, handler.Options());
        await TestTables.FillAsync(table, 1001);
        handler.Requests.Clear();

        var rows = await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>(maxPerPage: pageSize));

        Assert.Equal(Enumerable.Range(0, 1001), rows.Select(row => row.GetInt32("N")!.Value));
        Assert.Equal(pages, handler.Requests.Count);
    }

    [Fact]
    public async Task AsPages_FromAContinuationToken_GoesOnWhereTheTokenPoints()
    {
        var table = await TestTables.CreateAsync(azurite);
        await TestTables.FillAsync(table, 10);
        var query = table.QueryAsync<TableEntity>(maxPerPage: 9);

        var first = await FirstAsync(query.AsPages(pageSizeHint: 4));
        var rest = await TestTables.ReadAllAsync(query.AsPages(first.ContinuationToken, pageSizeHint: 3));

        Assert.Equal([0, 1, 2, 3], first.Values.Select(row => row.GetInt32("N")!.Value));
        Assert.Equal([3, 3], rest.Select(page => page.Values.Count));
        Assert.Equal([4, 5, 6, 7, 8, 9], rest.SelectMany(page => page.Values).Select(row => row.GetInt32("N")!.Value));
        Assert.Null(rest[^1].ContinuationToken);
    }

    [Fact]
    public async Task Query_EmptyPageWithContinuation_GoesOn()
    {
        using var handler = new ScriptedHandler(
            ScriptedHandler.Json(
                """{"value":[]}""", ("x-ms-continuation-NextPartitionKey", "1!4!cA=="), ("x-ms-continuation-NextRowKey", "1!4!cg==")),
            ScriptedHandler.Json("""{"value":[]}""", ("x-ms-continuation-NextPartitionKey", "1!4!cQ--")),
            ScriptedHandler.Json("""{"value":[{"odata.etag":"W/\"1\"","PartitionKey":"q","RowKey":"r","N":1}]}"""));
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());

        var rows = await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>());

        Assert.Equal(1, Assert.Single(rows).GetInt32("N"));
        Assert.Equal("?NextPartitionKey=1%214%21cA%3D%3D&NextRowKey=1%214%21cg%3D%3D", handler.Requests[1].Uri.Query);
        Assert.Equal("?NextPartitionKey=1%214%21cQ--", handler.Requests[2].Uri.Query);
    }

    [Fact]
    public async Task Query_AnnotationAfterValue_ReadsTheAnnotatedType()
    {
        using var handler = new ScriptedHandler(ScriptedHandler.Json(
            """{"value":[{"PartitionKey":"q","L":"5","L@odata.type":"Edm.Int64","D":1,"D@odata.type":"Edm.Double"}],"odata.metadata":"x"}"""));
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());

        var row = Assert.Single(await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>()));

        Assert.Equal((5L, 1.0, 3), (row["L"], row["D"], row.Count));
    }

    [Fact]
    public async Task Query_WithSelect_ReadsOnlyTheNamedProperties()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new AllTypesRow { Text = "t", Small = 4 });

        var row = Assert.Single(await TestTables.ReadAllAsync(table.QueryAsync<AllTypesRow>(select: ["Small", "RowKey"])));

        Assert.Equal((4, null, "r"), (row.Small, row.Text, row.RowKey));
        Assert.NotEqual(default, row.ETag);
    }

    [Fact]
    public async Task Query_FilterWithQuotes_FindsExactlyTheRow()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "1") { ["Name"] = "it's ''quoted'' or 1 eq 1" });
        await table.AddEntityAsync(new TableEntity("p", "2") { ["Name"] = "its" });

        var name = "it's ''quoted'' or 1 eq 1";
        var rows = await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"Name eq {name}")));

        Assert.Equal("1", Assert.Single(rows).RowKey);
    }

    [Fact]
    public async Task Query_RangeAndTypedLiterals_FindTheRows()
    {
        var table = await TestTables.CreateAsync(azurite);
        var moment = new DateTimeOffset(2026, 8, 20, 0, 0, 0, TimeSpan.Zero);
        var guid = Guid.Parse("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
        await table.AddEntityAsync(new TableEntity("p", "e|1") { ["L"] = 5L, ["T"] = moment, ["G"] = guid, ["B"] = true, ["D"] = 0.5, ["I"] = 3 });
        await table.AddEntityAsync(new TableEntity("p", "f|1") { ["L"] = 6L, ["T"] = moment.AddMilliseconds(1), ["G"] = Guid.Empty, ["B"] = false, ["D"] = 1.5, ["I"] = 4 });

        FormattableString[] filters = [
            $"PartitionKey eq {"p"} and RowKey ge {"e|"} and RowKey lt {"e}"}", $"L eq {5L}", $"T le {moment}", $"G eq {guid}", $"B eq {true}",
            $"D lt {1.25}", $"I eq {3}",
        ];

        foreach (var filter in filters)
        {
            var rows = await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter(filter)));
            Assert.Equal((filter.Format, "e|1"), (filter.Format, string.Join(' ', rows.Select(row => row.RowKey))));
        }
    }

    [Fact]
    public void CreateQueryFilter_EveryType_WritesItsLiteral()
    {
        var moment = new DateTimeOffset(2026, 8, 20, 2, 0, 0, TimeSpan.FromHours(2));
        byte[] bytes = [0x0A, 0xFF];
        string? nothing = null;

        Assert.Equal(
            "A eq 'it''s' and B eq 5 and C eq 5L and D eq 1 and E eq 1.5 and F eq true and G eq null",
            TableClient.CreateQueryFilter($"A eq {"it's"} and B eq {5} and C eq {5L} and D eq {1.0} and E eq {1.5} and F eq {true} and G eq {nothing}"));
        Assert.Equal(
            "A eq datetime'2026-08-20T00:00:00.0000000Z' and B eq guid'00000000-0000-0000-0000-000000000000' and C eq X'0AFF'",
            TableClient.CreateQueryFilter($"A eq {moment} and B eq {Guid.Empty} and C eq {bytes}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {DayOfWeek.Friday}"));
    }

    [Fact]
    public async Task Query_BadFilterOrMissingTable_Fails()
    {
        var table = await TestTables.CreateAsync(azurite);
        var missing = new TableClient(azurite.ConnectionString, azurite.NewTableName("None"));

        var bad = await Assert.ThrowsAsync<RequestFailedException>(() => TestTables.ReadAllAsync(table.QueryAsync<TableEntity>("N eq eq")));

        Assert.Equal(400, bad.Status);
        await Failures.AssertAsync(404, "TableNotFound", () => TestTables.ReadAllAsync(missing.QueryAsync<TableEntity>()));
    }

    [Fact]
    public async Task Query_CancelledBetweenPages_Stops()
    {
        var table = await TestTables.CreateAsync(azurite);
        await TestTables.FillAsync(table, 3);
        using var stop = new CancellationTokenSource();
        var seen = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in table.QueryAsync<TableEntity>(maxPerPage: 1).WithCancellation(stop.Token))
            {
                seen++;
                await stop.CancelAsync();
            }
        });

        Assert.Equal(1, seen);
    }

    private static async Task<Page<T>> FirstAsync<T>(IAsyncEnumerable<Page<T>> pages)
        where T : notnull
    {
        await foreach (var page in pages)
        {
            return page;
        }

        throw new InvalidOperationException("No page.");
    }
}
