using System.Buffers;
using Pipeline.Events.Messages;

namespace Pipeline.Capture.Queueing;

// One message while it is gathered and stored. Everything that waits for it waits on one task.
internal sealed class MessageBuffer
{
    internal const int FrameBytes = 34;

    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(EventMessage.MaxBytes);

    private readonly TaskCompletionSource<bool> _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Part? _rejected;
    private Part? _consents;
    private Part? _views;
    private Part? _tallies;
    private int _length;
    private int _partLength;

    public MessageBuffer() => Write(Head);

    private static ReadOnlySpan<byte> Head => "{\"v\":2,\"events\":["u8;

    private static ReadOnlySpan<byte> RejectedHead => "],\"rejected\":["u8;

    private static ReadOnlySpan<byte> ConsentsHead => "],\"consents\":["u8;

    private static ReadOnlySpan<byte> ViewsHead => "],\"anonymousViews\":["u8;

    private static ReadOnlySpan<byte> TalliesHead => "],\"rejectedTallies\":["u8;

    private static ReadOnlySpan<byte> Tail => "]}"u8;

    public Task<bool> Stored => _stored.Task;

    /// <summary>What is started together with it.</summary>
    public MessageBuffer? Next { get; set; }

    public int EventCount { get; private set; }

    public int ItemBytes { get; private set; }

    public bool Fits(int itemLength, ItemKind kind) =>
        _length + _partLength + NewHead(kind) + itemLength + 1 + RejectedHead.Length + Tail.Length <= EventMessage.MaxBytes;

    public void Add(ReadOnlySpan<byte> item, ItemKind kind)
    {
        ItemBytes += item.Length;
        _partLength += NewHead(kind);
        switch (kind)
        {
            case ItemKind.Event:
                AddEvent(item);
                break;
            case ItemKind.Rejected:
                _partLength += (_rejected ??= new Part()).Add(item);
                break;
            case ItemKind.Consent:
                _partLength += (_consents ??= new Part()).Add(item);
                break;
            case ItemKind.RejectedTally:
                _partLength += (_tallies ??= new Part()).Add(item);
                break;
            default:
                _partLength += (_views ??= new Part()).Add(item);
                break;
        }
    }

    public ReadOnlyMemory<byte> Close()
    {
        Write(RejectedHead);
        Write(_rejected);
        Write(TalliesHead, _tallies);
        Write(ConsentsHead, _consents);
        Write(ViewsHead, _views);
        Write(Tail);
        return _bytes.AsMemory(0, _length);
    }

    public void Complete(bool stored)
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _rejected?.Dispose();
        _consents?.Dispose();
        _views?.Dispose();
        _tallies?.Dispose();
        _stored.SetResult(stored);
    }

    private int NewHead(ItemKind kind) => kind switch
    {
        ItemKind.Consent when _consents is null => ConsentsHead.Length,
        ItemKind.AnonymousView when _views is null => ViewsHead.Length,
        ItemKind.RejectedTally when _tallies is null => TalliesHead.Length,
        _ => 0,
    };

    private void AddEvent(ReadOnlySpan<byte> item)
    {
        if (EventCount++ > 0)
        {
            _bytes[_length++] = (byte)',';
        }

        Write(item);
    }

    private void Write(ReadOnlySpan<byte> head, Part? part)
    {
        if (part is not null)
        {
            Write(head);
            Write(part.Written);
        }
    }

    private void Write(Part? part)
    {
        if (part is not null)
        {
            Write(part.Written);
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private sealed class Part : IDisposable
    {
        private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(EventMessage.MaxBytes);
        private int _length;

        public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

        public int Add(ReadOnlySpan<byte> item)
        {
            var before = _length;
            if (before > 0)
            {
                _bytes[_length++] = (byte)',';
            }

            item.CopyTo(_bytes.AsSpan(_length));
            _length += item.Length;
            return _length - before;
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
    }
}
