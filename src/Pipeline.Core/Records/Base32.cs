namespace Pipeline.Records;

/// <summary>Lower-case base32 (RFC 4648 alphabet, no padding): safe in keys, cookies, queue messages and addresses.</summary>
public static class Base32
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>Writes the first characters of the base32 form of some bytes.</summary>
    /// <param name="bytes">What to encode; must hold at least <paramref name="characters"/> × 5 bits.</param>
    /// <param name="characters">How many characters to give. 26 hold 130 bits.</param>
    /// <returns>Exactly <paramref name="characters"/> characters out of <c>a-z2-7</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are too few bytes.</exception>
    public static string Encode(ReadOnlySpan<byte> bytes, int characters)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(characters * 5, bytes.Length * 8, nameof(characters));

        Span<char> text = stackalloc char[characters];
        uint buffer = 0;
        var bits = 0;
        var next = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (bits < 5)
            {
                buffer = (buffer << 8) | bytes[next++];
                bits += 8;
            }

            bits -= 5;
            text[i] = Alphabet[(int)(buffer >> bits) & 31];
        }

        return new string(text);
    }

    /// <summary>Tells whether a text is base32 of exactly the given length.</summary>
    /// <param name="text">Text to test; null is not base32.</param>
    /// <param name="characters">Length asked for.</param>
    public static bool IsValid(ReadOnlySpan<char> text, int characters)
    {
        if (text.Length != characters)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '2' and <= '7')))
            {
                return false;
            }
        }

        return true;
    }
}
