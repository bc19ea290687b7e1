using System.Buffers;

namespace Pipeline.Storage.Shared;

/// <summary>
/// What a write takes in the body of a transaction, as the client sends it: JSON in which every character beyond plain ASCII takes six
/// bytes, and a head that names the row a second time. Never less than the truth; nothing is encoded to find it.
/// </summary>
internal static class RowBytes
{
    // Boundaries, headers, and an address without its keys of up to 250 characters.
    private const int Head = 700;
    private const int InAddress = 9;
    private const int Escaped = 6;

    // Quotes, colon, comma, and the property that names the type of this one.
    private const int Property = 40;
    private const int Number = 40;

    // A character left out here only makes the figure larger.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create(" !#$%()*,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>Most bytes that a write takes.</summary>
    public static int Of(RowWrite write)
    {
        var row = write.Row;
        var bytes = Head + (InAddress * (row.PartitionKey.Length + row.RowKey.Length)) + (write.ETag?.Length ?? 0);
        if (write.Kind == RowWriteKind.Remove)
        {
            return bytes;
        }

        foreach (var (name, value) in (IEnumerable<KeyValuePair<string, object?>>)row)
        {
            bytes += Property + (2 * name.Length) + value switch
            {
                string text => OfText(text),
                byte[] binary => 4 * ((binary.Length / 3) + 1),
                _ => Number,
            };
        }

        return bytes;
    }

    private static int OfText(string text)
    {
        var bytes = text.Length;
        foreach (var character in text)
        {
            if (!Plain.Contains(character))
            {
                bytes += Escaped - 1;
            }
        }

        return bytes;
    }
}
