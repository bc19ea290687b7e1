using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Records;

/// <summary>
/// Key of a fact, made from its own id alone: the first 26 base32 characters of SHA-256(id). No time is in a key, because a client's
/// retry gets another corrected time.
/// </summary>
public static class FactKey
{
    /// <summary>Characters in a key.</summary>
    public const int Length = 26;

    /// <summary>Makes the key of a fact.</summary>
    /// <param name="id">The fact's id, for example an event id.</param>
    public static string Of(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
        return Base32.Encode(hash, Length);
    }
}
