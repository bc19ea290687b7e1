using Azure;
using Azure.Data.Tables;

namespace Pipeline.StorageTests.Embedded.Tables;

/// <summary>A row with one property of any type.</summary>
public sealed class OddRow<T> : ITableEntity
{
    public string PartitionKey { get; set; } = "p";

    public string RowKey { get; set; } = "r";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public T? Value { get; set; }
}
