using Azure;
using Azure.Data.Tables;

namespace Pipeline.LocalHost.Timers;

/// <summary>
/// Keeps the status of timers in the table <c>AzureWebJobsTimers</c>: one partition for each application, one row for each timer.
/// </summary>
internal sealed class TableScheduleStatusStore(string? connectionString, string applicationName) : IScheduleStatusStore
{
    public const string TableName = "AzureWebJobsTimers";

    private TableClient? _table;

    /// <summary>The table; <see langword="null"/> without a connection string.</summary>
    /// <exception cref="FormatException">The connection string is none.</exception>
    public TableClient? Table => connectionString is null ? null : _table ??= new TableClient(connectionString, TableName);

    public async Task<StoredSchedule?> FindAsync(string functionName, CancellationToken cancellationToken)
    {
        if (Table is not { } table)
        {
            return null;
        }

        var found = await table.GetEntityIfExistsAsync<TimerRow>(applicationName, functionName, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? new StoredSchedule(row.Schedule, row.Last?.UtcDateTime ?? default, row.Next.UtcDateTime, row.LastUpdated.UtcDateTime)
            : null;
    }

    public async Task SaveAsync(string functionName, StoredSchedule status, CancellationToken cancellationToken)
    {
        if (Table is not { } table)
        {
            return;
        }

        var row = new TimerRow
        {
            PartitionKey = applicationName,
            RowKey = functionName,
            Schedule = status.Schedule,

            // The table knows no year below 1601.
            Last = status.Last == default ? null : new DateTimeOffset(status.Last, TimeSpan.Zero),
            Next = new DateTimeOffset(status.Next, TimeSpan.Zero),
            LastUpdated = new DateTimeOffset(status.LastUpdated, TimeSpan.Zero),
        };
        try
        {
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == "TableNotFound")
        {
            await table.CreateIfNotExistsAsync(cancellationToken);
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        }
    }
}
