using Azure;
using Azure.Data.Tables;
using Pipeline.Records;

namespace Pipeline.Storage.Shared;

/// <summary>A table of Azure Table Storage.</summary>
internal sealed class AzureTable(TableClient client) : ITable
{
    private const int PageRows = 1000;

    public async Task<TableEntity?> GetAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        var response = await client.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: cancellationToken);
        return response.HasValue ? response.Value : null;
    }

    public async Task<IReadOnlyList<TableEntity>> QueryAsync(
        string partitionKey, string from, string? before, int? count, CancellationToken cancellationToken)
    {
        var filter = before is null
            ? TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and RowKey ge {from}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and RowKey ge {from} and RowKey lt {before}");
        var rows = new List<TableEntity>();
        await foreach (var row in client.QueryAsync<TableEntity>(
            filter, Math.Min(count ?? 1000, 1000), cancellationToken: cancellationToken))
        {
            rows.Add(row);
            if (rows.Count == count)
            {
                break;
            }
        }

        return rows;
    }

    public async Task<IReadOnlyList<TableEntity>> QueryPartitionsAsync(
        string firstPartition, string lastPartition, string from, string before, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {firstPartition} and PartitionKey le {lastPartition} and RowKey ge {from} and RowKey lt {before}");
        var rows = new List<TableEntity>();
        await foreach (var row in client.QueryAsync<TableEntity>(filter, PageRows, cancellationToken: cancellationToken))
        {
            rows.Add(row);
        }

        return rows;
    }

    public async Task<IReadOnlyList<string>> ListPartitionsAsync(string after, int count, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        for (var last = after; keys.Count < count;)
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey gt {last}");
            var found = 0;
            await foreach (var row in client.QueryAsync<TableEntity>(filter, PageRows, ["PartitionKey"], cancellationToken))
            {
                if (row.PartitionKey != last)
                {
                    keys.Add(last = row.PartitionKey);
                }

                if (++found == PageRows || keys.Count == count)
                {
                    break;
                }
            }

            if (found < PageRows && keys.Count < count)
            {
                break;
            }
        }

        return keys;
    }

    public async Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
    {
        try
        {
            if (writes.Count == 1)
            {
                return [ETagOf(await WriteOneAsync(writes[0], cancellationToken))];
            }

            var answers = await client.SubmitTransactionAsync(writes.Select(Action), cancellationToken);
            return answers.Value.Count == writes.Count
                ? [.. answers.Value.Select(ETagOf)]
                : throw new RequestFailedException(
                    answers.GetRawResponse().Status,
                    $"The service answered {answers.Value.Count} of {writes.Count} writes to {client.Name}: "
                    + "what the transaction changed is unknown.");
        }
        catch (RequestFailedException error) when (IsConflict(error))
        {
            var index = error is TableTransactionFailedException { FailedTransactionActionIndex: { } failed } ? failed : 0;
            throw new StorageConflictException($"A row of {client.Name} is not as it was read: {error.ErrorCode}.", index, error);
        }
    }

    private static string ETagOf(Response answer) => answer.Headers.ETag?.ToString() ?? string.Empty;

    private static bool IsConflict(RequestFailedException error) =>
        error.Status == 412
        || (error.Status == 409 && error.ErrorCode == "EntityAlreadyExists")
        || (error.Status == 404 && error.ErrorCode is "ResourceNotFound" or "EntityNotFound");

    private Task<Response> WriteOneAsync(RowWrite write, CancellationToken cancellationToken) => write.Kind switch
    {
        RowWriteKind.Insert => client.AddEntityAsync(write.Row, cancellationToken),
        RowWriteKind.Replace => client.UpdateEntityAsync(write.Row, new ETag(write.ETag!), TableUpdateMode.Replace, cancellationToken),
        RowWriteKind.Upsert => client.UpsertEntityAsync(write.Row, TableUpdateMode.Replace, cancellationToken),
        _ => client.DeleteEntityAsync(
            write.Row.PartitionKey, write.Row.RowKey, write.ETag is null ? ETag.All : new ETag(write.ETag), cancellationToken),
    };

    private static TableTransactionAction Action(RowWrite write) => write.Kind switch
    {
        RowWriteKind.Insert => new(TableTransactionActionType.Add, write.Row),
        RowWriteKind.Replace => new(TableTransactionActionType.UpdateReplace, write.Row, new ETag(write.ETag!)),
        RowWriteKind.Upsert => new(TableTransactionActionType.UpsertReplace, write.Row),
        _ => new(TableTransactionActionType.Delete, write.Row, write.ETag is null ? ETag.All : new ETag(write.ETag)),
    };
}
