using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Pipeline.Events.Messages;

// A message as it lies in the queue: Base64 of UTF-8. Decoded here and not by the host, which moves what is neither to poison without a
// call. The bytes are rented: a message can be 64 KB of text, and most are read once and forgotten.
internal readonly ref struct QueueText
{
    private readonly byte[] _rented;
    private readonly int _length;

    private QueueText(byte[] rented, int length, string? problem) => (_rented, _length, Problem) = (rented, length, problem);

    /// <summary>Why the text is no message; null when it is one.</summary>
    public string? Problem { get; }

    /// <summary>The message in UTF-8; when it is none, the text as it came, so that nothing of it is lost.</summary>
    public ReadOnlySpan<byte> Bytes => _rented.AsSpan(0, _length);

    /// <summary>Decodes a message; white space in the Base64 does not matter.</summary>
    /// <param name="text">Text as it lies in the queue.</param>
    public static QueueText Decode(string text)
    {
        var rented = ArrayPool<byte>.Shared.Rent(text.Length);
        var isBase64 = Convert.TryFromBase64Chars(text, rented, out var length);
        if (isBase64 && Utf8.IsValid(rented.AsSpan(0, length)))
        {
            return new QueueText(rented, length, null);
        }

        ArrayPool<byte>.Shared.Return(rented);
        rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        return new QueueText(
            rented,
            Encoding.UTF8.GetBytes(text, rented),
            isBase64
                ? "The message is Base64 of bytes that are not UTF-8; it is kept as that Base64. Send the JSON as UTF-8 in Base64."
                : "The message is not Base64. Send the JSON as UTF-8 in Base64.");
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);
}
