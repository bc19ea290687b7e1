using System.Buffers;

namespace Pipeline.Capture.Queueing;

// One message while it is gathered and stored. Everything that waits for it waits on one task.
internal sealed class MessageBuffer
{
    internal const int FrameBytes = 34;

    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(EventMessage.MaxBytes);
    private readonly TaskCompletionSource<bool> _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[]? _rejected;
    private int _length;
    private int _rejectedLength;

    public MessageBuffer() => Write(Head);

    private static ReadOnlySpan<byte> Head => "{\"v\":1,\"events\":["u8;

    private static ReadOnlySpan<byte> Middle => "],\"rejected\":["u8;

    private static ReadOnlySpan<byte> Tail => "]}"u8;

    public Task<bool> Stored => _stored.Task;

    public int EventCount { get; private set; }

    public int ItemBytes { get; private set; }

    public bool Fits(int itemLength) => _length + _rejectedLength + itemLength + 1 + Middle.Length + Tail.Length <= EventMessage.MaxBytes;

    public void Add(ReadOnlySpan<byte> item, bool isRejected)
    {
        ItemBytes += item.Length;
        if (isRejected)
        {
            AddRejected(item);
            return;
        }

        if (EventCount++ > 0)
        {
            _bytes[_length++] = (byte)',';
        }

        Write(item);
    }

    public ReadOnlyMemory<byte> Close()
    {
        Write(Middle);
        Write(_rejected.AsSpan(0, _rejectedLength));
        Write(Tail);
        return _bytes.AsMemory(0, _length);
    }

    public void Complete(bool stored)
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        if (_rejected is not null)
        {
            ArrayPool<byte>.Shared.Return(_rejected);
        }

        _stored.SetResult(stored);
    }

    private void AddRejected(ReadOnlySpan<byte> item)
    {
        _rejected ??= ArrayPool<byte>.Shared.Rent(EventMessage.MaxBytes);
        if (_rejectedLength > 0)
        {
            _rejected[_rejectedLength++] = (byte)',';
        }

        item.CopyTo(_rejected.AsSpan(_rejectedLength));
        _rejectedLength += item.Length;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }
}
