using Pipeline.Records;

namespace Pipeline.Storage.Shared;

/// <summary>What several stores do with a table.</summary>
internal static class TableExtensions
{
    /// <summary>Removes a row that still has the ETag that was read; one that was written since stays. One storage call.</summary>
    public static async Task RemoveIfUnchangedAsync(
        this ITable table, string partitionKey, string rowKey, string etag, CancellationToken cancellationToken)
    {
        try
        {
            await table.WriteAsync([RowWrite.Remove(partitionKey, rowKey, etag)], cancellationToken);
        }
        catch (StorageConflictException)
        {
            // Somebody needs the row again.
        }
    }
}
