namespace Azure.Data.Tables;

/// <summary>What every stored row has: its two keys, the time of its last change and its version.</summary>
/// <remarks>
/// The public properties and fields of a typed row may be string, int, long, ulong, double, bool, <see cref="Guid"/>,
/// <see cref="DateTimeOffset"/>, UTC <see cref="DateTime"/>, byte[], <see cref="BinaryData"/>, enums, and nullable ones of these. A type with
/// another one, as decimal, float or <see cref="TimeSpan"/>, is refused with <see cref="NotSupportedException"/> when it is first written or
/// read: the published client stores those three and silently reads 0. Mark what is not to be stored with [IgnoreDataMember].
/// </remarks>
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
