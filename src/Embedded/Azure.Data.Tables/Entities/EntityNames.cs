namespace Azure.Data.Tables;

/// <summary>Names of the four properties that every row has.</summary>
internal static class EntityNames
{
    internal const string PartitionKey = "PartitionKey";
    internal const string RowKey = "RowKey";
    internal const string Timestamp = "Timestamp";
    internal const string ETag = "ETag";
    internal const string ETagInJson = "odata.etag";
    internal const string TypeSuffix = "@odata.type";

    internal static bool IsSystem(string name) => name is PartitionKey or RowKey or Timestamp or ETag or ETagInJson;
}
