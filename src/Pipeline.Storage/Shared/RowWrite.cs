using Azure.Data.Tables;

namespace Pipeline.Storage.Shared;

/// <summary>One write to a row.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Row">Row; for a removal its keys alone.</param>
/// <param name="ETag">ETag that the stored row must have, for the kinds that ask for one.</param>
public sealed record RowWrite(RowWriteKind Kind, TableEntity Row, string? ETag = null)
{
    /// <summary>Inserts a row that must not be there.</summary>
    public static RowWrite Insert(TableEntity row) => new(RowWriteKind.Insert, row);

    /// <summary>Replaces a row that must have this ETag, or inserts it when the ETag is null.</summary>
    /// <param name="etag">ETag that was read; null when there was no row.</param>
    public static RowWrite Replace(TableEntity row, string? etag) =>
        etag is null ? Insert(row) : new RowWrite(RowWriteKind.Replace, row, etag);

    /// <summary>Inserts a row or replaces whatever is there.</summary>
    public static RowWrite Upsert(TableEntity row) => new(RowWriteKind.Upsert, row);

    /// <summary>
    /// Removes a row if it still has this ETag; null removes whatever is there. A single removal of a missing row succeeds.
    /// </summary>
    /// <param name="etag">ETag that was read.</param>
    public static RowWrite Remove(string partitionKey, string rowKey, string? etag = null) =>
        new(RowWriteKind.Remove, new TableEntity(partitionKey, rowKey), etag);
}
