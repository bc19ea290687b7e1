using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Storage.Shared;

/// <summary>Spreads a day's index rows over partitions: the first byte of SHA-256(id) mod 16, as one hexadecimal digit.</summary>
internal static class Shard
{
    public const int Count = 16;

    public static string Of(string id) => Name(SHA256.HashData(Encoding.UTF8.GetBytes(id))[0] % Count);

    public static string Name(int shard) => shard.ToString("x", System.Globalization.CultureInfo.InvariantCulture);
}
