using System.Buffers;
using System.Globalization;
using System.Text;
using Pipeline.Problems;

namespace Pipeline.Imports.Reading;

/// <summary>
/// Tells in which encoding an upload is written, and gives it as UTF-8. Windows-1252 has no mark and reads any bytes, so it is taken only
/// for a file in which no byte sequence is UTF-8: a file that mixes both is refused with the line at fault.
/// </summary>
internal sealed record UploadText(ReadOnlyMemory<byte> Utf8, string Encoding)
{
    public const string Utf8Name = "UTF-8";
    public const string Windows1252Name = "Windows-1252";

    private const int ChunkBytes = 32_768;
    private const int SampleBytes = 4_096;

    // The five bytes that Windows-1252 leaves undefined.
    private static readonly SearchValues<byte> Undefined = SearchValues.Create(0x81, 0x8D, 0x8F, 0x90, 0x9D);
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
    private static readonly Encoding Utf16 = new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16BigEndian = new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>Decodes an upload.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="problems">Receives why not.</param>
    /// <returns>Null when it is no text.</returns>
    public static UploadText? Decode(ReadOnlyMemory<byte> body, List<Problem> problems)
    {
        var bytes = body.Span;
        if (bytes.StartsWith([(byte)0xEF, (byte)0xBB, (byte)0xBF]))
        {
            return OfUtf8(body[3..], problems);
        }

        if (bytes.StartsWith([(byte)0xFF, (byte)0xFE]))
        {
            return OfUtf16(body[2..], Utf16, "UTF-16 LE", problems);
        }

        if (bytes.StartsWith([(byte)0xFE, (byte)0xFF]))
        {
            return OfUtf16(body[2..], Utf16BigEndian, "UTF-16 BE", problems);
        }

        return ZeroesAt(bytes) switch
        {
            1 => OfUtf16(body, Utf16, "UTF-16 LE", problems),
            0 => OfUtf16(body, Utf16BigEndian, "UTF-16 BE", problems),
            _ => OfUtf8(body, problems),
        };
    }

    private static UploadText? OfUtf8(ReadOnlyMemory<byte> body, List<Problem> problems)
    {
        if (System.Text.Unicode.Utf8.IsValid(body.Span))
        {
            return new UploadText(body, Utf8Name);
        }

        if (!HoldsUtf8(body.Span) && !body.Span.ContainsAny(Undefined))
        {
            return new UploadText(Transcode(body, Windows1252), Windows1252Name);
        }

        problems.Add(new Problem(
            Problem.Malformed,
            "",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Line {LineOfFault(body.Span)} is not UTF-8, and the file is not Windows-1252 either; save it as \"CSV UTF-8\" and send "
                    + $"it again.")));
        return null;
    }

    private static UploadText? OfUtf16(ReadOnlyMemory<byte> body, Encoding encoding, string name, List<Problem> problems)
    {
        try
        {
            return new UploadText(Transcode(body, encoding), name);
        }
        catch (ArgumentException)
        {
            problems.Add(new Problem(
                Problem.Malformed,
                "",
                $"The file is {name} but breaks off or holds half a character; save it as \"CSV UTF-8\" and send it again."));
            return null;
        }
    }

    // UTF-16 without a mark: of text in Latin letters every other byte is zero. UTF-8 text holds none.
    private static int? ZeroesAt(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..Math.Min(bytes.Length & ~1, SampleBytes)];
        Span<int> zeroes = [0, 0];
        for (var i = 0; i < sample.Length; i++)
        {
            zeroes[i & 1] += sample[i] == 0 ? 1 : 0;
        }

        var least = sample.Length * 2 / 5;
        return zeroes[1] > 0 && zeroes[1] * 2 >= least && zeroes[0] == 0 ? 1
            : zeroes[0] > 0 && zeroes[0] * 2 >= least && zeroes[1] == 0 ? 0
            : null;
    }

    private static bool HoldsUtf8(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var next = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (next < 0)
            {
                return false;
            }

            bytes = bytes[next..];
            if (Rune.DecodeFromUtf8(bytes, out _, out _) == OperationStatus.Done)
            {
                return true;
            }

            bytes = bytes[1..];
        }
    }

    // In pieces, so that a long upload never stands in memory as characters too.
    private static ReadOnlyMemory<byte> Transcode(ReadOnlyMemory<byte> body, Encoding encoding)
    {
        var decoder = encoding.GetDecoder();
        var encoder = System.Text.Encoding.UTF8.GetEncoder();
        var chars = new char[ChunkBytes + 2];
        var bytes = new byte[System.Text.Encoding.UTF8.GetMaxByteCount(chars.Length)];
        using var text = new MemoryStream(body.Length);
        for (var start = 0; start < body.Length || start == 0; start += ChunkBytes)
        {
            var chunk = body.Span[start..Math.Min(start + ChunkBytes, body.Length)];
            var isLast = start + ChunkBytes >= body.Length;
            var read = decoder.GetChars(chunk, chars, isLast);
            text.Write(bytes, 0, encoder.GetBytes(chars.AsSpan(0, read), bytes, isLast));
        }

        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }

    private static int LineOfFault(ReadOnlySpan<byte> body)
    {
        var line = 1;
        while (true)
        {
            var end = body.IndexOf((byte)'\n');
            if (end < 0 || !System.Text.Unicode.Utf8.IsValid(body[..end]))
            {
                return line;
            }

            body = body[(end + 1)..];
            line++;
        }
    }
}
