using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Leads.Pages;

/// <summary>Where a lead's entry stands: pages are cut by the bits of SHA-256(lead id).</summary>
/// <param name="Shard">First byte of the hash modulo 16.</param>
/// <param name="Bits">
/// The 32 bits after the first byte as <c>0</c> and <c>1</c>; a page holds the leads whose bits begin with its own.
/// </param>
public readonly record struct PagePlace(int Shard, string Bits)
{
    /// <summary>Shards.</summary>
    public const int Shards = 16;

    /// <summary>Bits of a place, and so of the deepest page.</summary>
    public const int Depth = 32;

    /// <summary>Finds the place of a lead.</summary>
    public static PagePlace Of(string leadId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(leadId));
        return new PagePlace(
            hash[0] % Shards,
            string.Create(Depth, hash, static (bits, hash) =>
            {
                for (var bit = 0; bit < bits.Length; bit++)
                {
                    bits[bit] = (hash[1 + (bit / 8)] & (0x80 >> (bit % 8))) == 0 ? '0' : '1';
                }
            }));
    }

    /// <summary>Text whose ordinal order is that of the pages.</summary>
    public string Order => string.Create(CultureInfo.InvariantCulture, $"{Shard:x}{Bits}");
}
