using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Where a query goes on: the next partition key and row key, as the service encoded them, with a space between.</summary>
internal static class ContinuationToken
{
    internal static string? Read(ResponseHeaders headers)
    {
        var hasPartition = headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition);
        var hasRow = headers.TryGetValue("x-ms-continuation-NextRowKey", out var row);
        return hasPartition || hasRow ? $"{partition} {row}" : null;
    }

    internal static void Append(RequestUriBuilder uri, string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return;
        }

        var keys = token.Split(' ', 2);
        if (keys[0].Length > 0)
        {
            uri.AppendQuery("NextPartitionKey", keys[0], true);
        }

        if (keys.Length > 1 && keys[1].Length > 0)
        {
            uri.AppendQuery("NextRowKey", keys[1], true);
        }
    }
}
