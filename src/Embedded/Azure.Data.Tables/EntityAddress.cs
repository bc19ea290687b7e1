namespace Azure.Data.Tables;

/// <summary>The part of a URL that addresses one row.</summary>
internal static class EntityAddress
{
    /// <summary>Writes the address, checked and escaped: <c>(PartitionKey='…',RowKey='…')</c>.</summary>
    internal static string Of(string partitionKey, string rowKey)
    {
        ServiceLimits.CheckKeyInAddress(EntityNames.PartitionKey, partitionKey);
        ServiceLimits.CheckKeyInAddress(EntityNames.RowKey, rowKey);
        return $"(PartitionKey='{Uri.EscapeDataString(ODataFilter.Escape(partitionKey))}',RowKey='{Uri.EscapeDataString(ODataFilter.Escape(rowKey))}')";
    }
}
