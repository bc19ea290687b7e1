using Azure.Data.Tables;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Embedded.Tables;

internal static class TestTables
{
    /// <summary>A new empty table.</summary>
    internal static async Task<TableClient> CreateAsync(AzuriteFixture azurite, TableClientOptions? options = null)
    {
        var table = new TableClient(azurite.ConnectionString, azurite.NewTableName("Tables"), options);
        await table.CreateAsync();
        return table;
    }

    internal static async Task<List<T>> ReadAllAsync<T>(IAsyncEnumerable<T> rows)
    {
        var all = new List<T>();
        await foreach (var row in rows)
        {
            all.Add(row);
        }

        return all;
    }

    /// <summary>Adds so many rows, row keys 0000 and up, to partition <c>p</c>.</summary>
    internal static async Task FillAsync(TableClient table, int rows)
    {
        foreach (var chunk in Enumerable.Range(0, rows).Chunk(100))
        {
            await table.SubmitTransactionAsync(chunk.Select(number => new TableTransactionAction(
                TableTransactionActionType.Add, new TableEntity("p", $"{number:0000}") { ["N"] = number })));
        }
    }
}
