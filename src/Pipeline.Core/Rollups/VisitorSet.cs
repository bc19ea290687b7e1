using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Time;

namespace Pipeline.Rollups;

/// <summary>
/// Distinct visitors as 64-bit hashes, so that visitors of several rows and days of one calendar month can be counted exactly without their
/// ids. The month is part of what is hashed: the sets of two months cannot be joined.
/// </summary>
public sealed class VisitorSet
{
    /// <summary>Hashes kept; a larger set keeps its count alone.</summary>
    public const int MaxHashes = 20_000;

    private readonly long[] _hashes;

    private VisitorSet(long[] hashes, int count)
    {
        _hashes = hashes;
        Count = count;
    }

    /// <summary>No visitor.</summary>
    public static VisitorSet Empty { get; } = new([], 0);

    /// <summary>Distinct visitors.</summary>
    public int Count { get; }

    /// <summary>True when the visitors themselves are kept, not their count alone.</summary>
    public bool IsExact => _hashes.Length == Count;

    /// <summary>Makes the set of a day's visitors.</summary>
    /// <param name="day">Local day.</param>
    /// <param name="visitorIds">Visitors; one may come more than once.</param>
    public static VisitorSet Of(DateOnly day, IEnumerable<string> visitorIds)
    {
        var month = Month.Of(day).ToString().Replace("-", "", StringComparison.Ordinal);
        var all = visitorIds.Distinct(StringComparer.Ordinal).Select(id => Hash(month, id)).Distinct().Order().ToArray();
        return new VisitorSet(all.Length <= MaxHashes ? all : [], all.Length);
    }

    /// <summary>Counts the distinct visitors of sets of one calendar month; null when one of them keeps its count alone.</summary>
    public static int? Union(IEnumerable<VisitorSet> sets)
    {
        var union = new HashSet<long>();
        foreach (var set in sets)
        {
            if (!set.IsExact)
            {
                return null;
            }

            union.UnionWith(set._hashes);
        }

        return union.Count;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <param name="text">Text; empty when only the count was kept.</param>
    /// <param name="count">Distinct visitors.</param>
    public static VisitorSet Decode(string text, int count)
    {
        var bytes = Convert.FromBase64String(text);
        var hashes = new long[bytes.Length / sizeof(long)];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * sizeof(long)));
        }

        return new VisitorSet(hashes, count);
    }

    /// <summary>The hashes as Base64, 8 bytes each, in order; empty when only the count is kept.</summary>
    public string Encode()
    {
        var bytes = new byte[_hashes.Length * sizeof(long)];
        for (var i = 0; i < _hashes.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), _hashes[i]);
        }

        return Convert.ToBase64String(bytes);
    }

    private static long Hash(string month, string visitorId) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{month}|{visitorId}")));
}
