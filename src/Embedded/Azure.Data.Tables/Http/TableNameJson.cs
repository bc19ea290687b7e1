using System.Text;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>The body that names a table to create.</summary>
internal static class TableNameJson
{
    internal static byte[] Write(string name) =>
        Encoding.UTF8.GetBytes($$"""{"TableName":"{{JsonEncodedText.Encode(name)}}"}""");
}
