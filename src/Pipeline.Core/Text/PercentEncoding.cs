using System.Buffers;
using System.Text;

namespace Pipeline.Text;

/// <summary>Percent-encoding of addresses (RFC 3986): one spelling for each character.</summary>
internal static class PercentEncoding
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private const string Hex = "0123456789ABCDEF";
    private static readonly SearchValues<char> PathSafe = SearchValues.Create(Unreserved + "!$&'()*+,;=:@/");
    private static readonly SearchValues<char> QuerySafe = SearchValues.Create(Unreserved + "!$&'()*+,;=:@/?");

    /// <summary>
    /// Writes a path or a query parameter with unreserved characters decoded, hex digits in upper case and everything that may not
    /// stand in an address encoded as UTF-8. A percent sign without two hex digits becomes <c>%25</c>. Stops before the first
    /// character that does not fit as a whole.
    /// </summary>
    /// <param name="raw">Text without control characters and lone surrogates.</param>
    /// <param name="isQuery">True for a query parameter, false for a path (where a backslash becomes a slash, as in browsers).</param>
    /// <param name="target">Where to write.</param>
    /// <param name="written">Number of characters written.</param>
    /// <returns>True when everything fitted.</returns>
    public static bool TryNormalize(ReadOnlySpan<char> raw, bool isQuery, Span<char> target, out int written)
    {
        var safe = isQuery ? QuerySafe : PathSafe;
        Span<char> unit = stackalloc char[12];
        written = 0;
        while (!raw.IsEmpty)
        {
            var run = raw.IndexOfAnyExcept(safe);
            run = run < 0 ? raw.Length : run;
            if (run > 0)
            {
                var copied = Math.Min(run, target.Length - written);
                raw[..copied].CopyTo(target[written..]);
                written += copied;
                if (copied < run)
                {
                    return false;
                }

                raw = raw[run..];
                continue;
            }

            var used = EncodeOne(raw, isQuery, unit, out var length);
            if (length > target.Length - written)
            {
                return false;
            }

            unit[..length].CopyTo(target[written..]);
            written += length;
            raw = raw[used..];
        }

        return true;
    }

    /// <summary>Decodes percent-encoding and plus signs of a query value and cleans the result.</summary>
    /// <param name="raw">Value as it stands in the query.</param>
    /// <param name="maxLength">Longest result in characters.</param>
    /// <returns>The decoded text, trimmed, without control characters; null when nothing is left.</returns>
    public static string? DecodeValue(ReadOnlySpan<char> raw, int maxLength)
    {
        if (raw.IndexOfAny('%', '+') < 0)
        {
            return TextBounds.Clean(raw, maxLength);
        }

        raw = raw[..Math.Min(raw.Length, maxLength * 12)];
        var bytes = ArrayPool<byte>.Shared.Rent(raw.Length * 3);
        var chars = ArrayPool<char>.Shared.Rent(raw.Length * 3);
        var count = 0;
        while (!raw.IsEmpty)
        {
            var run = raw.IndexOfAny('%', '+');
            run = run < 0 ? raw.Length : run;
            count += Encoding.UTF8.GetBytes(raw[..run], bytes.AsSpan(count));
            raw = raw[run..];
            if (raw.IsEmpty)
            {
                break;
            }

            var isTriplet = TryReadTriplet(raw, out var value);
            bytes[count++] = isTriplet ? value : raw[0] == '+' ? (byte)' ' : (byte)'%';
            raw = raw[(isTriplet ? 3 : 1)..];
        }

        var length = Encoding.UTF8.GetChars(bytes.AsSpan(0, count), chars);
        var result = TextBounds.Clean(chars.AsSpan(0, length), maxLength);
        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<char>.Shared.Return(chars);
        return result;
    }

    /// <summary>Reads <c>%XX</c> at the start of the text.</summary>
    /// <param name="value">The byte.</param>
    /// <returns>False when the text does not start with a percent sign and two hex digits.</returns>
    public static bool TryReadTriplet(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        if (text.Length < 3 || text[0] != '%' || !char.IsAsciiHexDigit(text[1]) || !char.IsAsciiHexDigit(text[2]))
        {
            return false;
        }

        value = (byte)((HexValue(text[1]) << 4) | HexValue(text[2]));
        return true;
    }

    private static int EncodeOne(ReadOnlySpan<char> raw, bool isQuery, Span<char> unit, out int length)
    {
        if (TryReadTriplet(raw, out var value))
        {
            if (Unreserved.AsSpan().Contains((char)value))
            {
                unit[0] = (char)value;
                length = 1;
            }
            else
            {
                length = WriteTriplet(value, unit);
            }

            return 3;
        }

        if (raw[0] == '\\' && !isQuery)
        {
            unit[0] = '/';
            length = 1;
            return 1;
        }

        _ = Rune.DecodeFromUtf16(raw, out var rune, out var used);
        Span<byte> utf8 = stackalloc byte[4];
        length = 0;
        foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
        {
            length += WriteTriplet(b, unit[length..]);
        }

        return used;
    }

    private static int WriteTriplet(byte value, Span<char> target)
    {
        target[0] = '%';
        target[1] = Hex[value >> 4];
        target[2] = Hex[value & 15];
        return 3;
    }

    private static int HexValue(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
