namespace Azure.Data.Tables;

/// <summary>What every stored row has: its two keys, the time of its last change and its version.</summary>
public interface ITableEntity
{
    /// <summary>First part of the row's key; rows with the same value can be written in one transaction. At most 512 UTF-16 units.</summary>
    string PartitionKey { get; set; }

    /// <summary>Second part of the row's key, unique within its partition. At most 512 UTF-16 units.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last changed the row, UTC; never sent.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The row's version as read; never sent as a property. An opaque text: compare for equality only.</summary>
    ETag ETag { get; set; }
}
