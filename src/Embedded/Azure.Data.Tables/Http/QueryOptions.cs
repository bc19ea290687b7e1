using System.Globalization;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>The query part of URLs.</summary>
internal static class QueryOptions
{
    internal static void Append(RequestUriBuilder uri, string? filter, IEnumerable<string>? select, int? pageSize)
    {
        if (!string.IsNullOrEmpty(filter))
        {
            uri.AppendQuery("$filter", filter, true);
        }

        if (pageSize is { } top)
        {
            uri.AppendQuery("$top", top.ToString(CultureInfo.InvariantCulture), false);
        }

        if (select is not null && string.Join(',', select) is { Length: > 0 } names)
        {
            uri.AppendQuery("$select", names, true);
        }
    }
}
