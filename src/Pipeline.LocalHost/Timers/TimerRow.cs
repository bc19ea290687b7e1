using Azure;
using Azure.Data.Tables;

namespace Pipeline.LocalHost.Timers;

/// <summary>Status of one timer; persisted: add properties, never rename one.</summary>
internal sealed class TimerRow : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string Schedule { get; set; } = "";

    public DateTimeOffset? Last { get; set; }

    public DateTimeOffset Next { get; set; }

    public DateTimeOffset LastUpdated { get; set; }
}
