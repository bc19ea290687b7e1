using Azure;
using Azure.Data.Tables;

namespace Microsoft.Azure.Functions.Worker.Timers;

/// <summary>Keeps the status of timers in the table <c>AzureWebJobsTimers</c>: one partition for each application, one row for each timer.</summary>
internal sealed class TableScheduleStatusStore(string? connectionString, string applicationName) : IScheduleStatusStore
{
    public const string TableName = "AzureWebJobsTimers";

    private readonly TableClient? _table = connectionString is null ? null : new TableClient(connectionString, TableName);

    public async Task<StoredSchedule?> FindAsync(string functionName, CancellationToken cancellationToken)
    {
        if (_table is null)
        {
            return null;
        }

        var found = await _table.GetEntityIfExistsAsync<TableEntity>(applicationName, functionName, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? new StoredSchedule(row.GetString("Schedule") ?? "", Time(row, "Last"), Time(row, "Next"), Time(row, "LastUpdated"))
            : null;
    }

    public async Task SaveAsync(string functionName, StoredSchedule status, CancellationToken cancellationToken)
    {
        if (_table is null)
        {
            return;
        }

        // A timer that never ran has no Last; the table knows no year below 1601.
        var row = new TableEntity(applicationName, functionName)
        {
            ["Schedule"] = status.Schedule,
            ["Next"] = new DateTimeOffset(status.Next, TimeSpan.Zero),
            ["LastUpdated"] = new DateTimeOffset(status.LastUpdated, TimeSpan.Zero),
        };
        if (status.Last != default)
        {
            row["Last"] = new DateTimeOffset(status.Last, TimeSpan.Zero);
        }

        try
        {
            await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == "TableNotFound")
        {
            await _table.CreateIfNotExistsAsync(cancellationToken);
            await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        }
    }

    private static DateTime Time(TableEntity row, string name) => row.GetDateTimeOffset(name)?.UtcDateTime ?? default;
}
