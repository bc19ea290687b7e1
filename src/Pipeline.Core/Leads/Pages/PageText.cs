using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Pipeline.Leads.Pages;

/// <summary>
/// Pages as they are stored: the length of the JSON, a bar, and the JSON compressed with Brotli, as Base64. Words that many leads share
/// cost little, and equal entries give an equal text.
/// </summary>
public static class PageText
{
    /// <summary>Most characters of a page's text: 16,384. Only a page with one lead alone may be longer.</summary>
    public const int MaxLength = 16 * 1024;

    private const int Quality = 4;
    private const int Window = 18;

    /// <summary>Packs the entries of one page, whatever their number.</summary>
    public static string Write(IEnumerable<LeadEntry> entries)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new EntryPage { Version = 1, Entries = [.. entries.OrderBy(entry => entry.LeadId, StringComparer.Ordinal)] },
            LeadPagesJson.Stored.EntryPage);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(json.Length)];
        return BrotliEncoder.TryCompress(json, packed, out var length, Quality, Window)
            ? string.Create(CultureInfo.InvariantCulture, $"{json.Length}|{Convert.ToBase64String(packed, 0, length)}")
            : throw new InvalidOperationException($"{json.Length} bytes of a page could not be compressed.");
    }

    /// <summary>Unpacks the entries of a page.</summary>
    /// <param name="text">Text as <see cref="Write"/> made it.</param>
    /// <exception cref="InvalidDataException">It is no such text.</exception>
    public static IReadOnlyList<LeadEntry> Read(string text)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        if (bar < 0 || !int.TryParse(text.AsSpan(0, bar), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            throw new InvalidDataException("A page of leads does not tell its length.");
        }

        var json = new byte[length];
        return BrotliDecoder.TryDecompress(Convert.FromBase64String(text[(bar + 1)..]), json, out var written) && written == length
            ? JsonSerializer.Deserialize(json, LeadPagesJson.Stored.EntryPage)?.Entries
                ?? throw new InvalidDataException("A page of leads is null.")
            : throw new InvalidDataException($"A page of leads is not the {length} bytes that it tells.");
    }

    /// <summary>
    /// Packs the entries of a page; when they have become too long, they are cut into the two halves of its range, and those again.
    /// </summary>
    /// <param name="prefix">Bits of the page.</param>
    /// <returns>Bits and text of each page; together they cover the range, so that one may be empty.</returns>
    public static IReadOnlyList<(string Prefix, string Text)> Cut(string prefix, IReadOnlyCollection<LeadEntry> entries)
    {
        var text = Write(entries);
        if (text.Length <= MaxLength || entries.Count <= 1 || prefix.Length == PagePlace.Depth)
        {
            return [(prefix, text)];
        }

        var halves = entries.ToLookup(entry => PagePlace.Of(entry.LeadId).Bits[prefix.Length]);
        return [.. Cut(prefix + '0', [.. halves['0']]), .. Cut(prefix + '1', [.. halves['1']])];
    }
}
