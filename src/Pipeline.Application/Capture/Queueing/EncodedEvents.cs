using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.ObjectPool;
using Pipeline.Events;
using Pipeline.Events.Messages;

namespace Pipeline.Capture.Queueing;

/// <summary>
/// What one request captured, serialised once into pooled memory. Rent one, add to it, give it to <see cref="GroupCommit"/>, dispose it.
/// Not safe for concurrent use.
/// </summary>
public sealed class EncodedEvents : IDisposable
{
    /// <summary>Longest single item in bytes of UTF-8: a message that holds it alone is full.</summary>
    public const int MaxItemBytes = EventMessage.MaxBytes - MessageBuffer.FrameBytes;

    private static readonly DefaultObjectPool<EncodedEvents> Pool = new(new DefaultPooledObjectPolicy<EncodedEvents>(), 256);

    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly List<Item> _items = [];
    private readonly Utf8JsonWriter _writer;
    private readonly CapturedEventWriter _eventWriter;

    /// <summary>For the pool alone; use <see cref="Rent"/>.</summary>
    public EncodedEvents()
    {
        _writer = new Utf8JsonWriter(
            _bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        _eventWriter = new CapturedEventWriter(_bytes, _writer);
    }

    /// <summary>How many events and rejected events it holds.</summary>
    public int Count => _items.Count;

    /// <summary>Bytes of all items.</summary>
    public int Length => _bytes.WrittenCount;

    internal List<Item> Items => _items;

    /// <summary>An empty one.</summary>
    public static EncodedEvents Rent() => Pool.Get();

    /// <summary>Adds an event, unless it would not fit into a message by itself.</summary>
    /// <param name="captured">The event.</param>
    /// <returns>False when it is longer than <see cref="MaxItemBytes"/>; nothing is added then.</returns>
    public bool TryAdd(CapturedEvent captured)
    {
        var start = _bytes.WrittenCount;
        _eventWriter.Write(captured);
        return TryKeep(start, ItemKind.Event);
    }

    /// <summary>Adds rejected input; its payload is cut until the item fits into a message.</summary>
    /// <param name="rejected">The rejected input.</param>
    public void Add(RejectedEvent rejected)
    {
        while (!TryKeep(Serialize(rejected, EventMessageContext.Relaxed.RejectedEvent), ItemKind.Rejected))
        {
            rejected = rejected.Shorten();
        }
    }

    /// <summary>Adds a number of rejected input.</summary>
    /// <param name="tally">The number; it always fits.</param>
    public void Add(RejectedTally tally) => TryKeep(Serialize(tally, EventMessageContext.Relaxed.RejectedTally), ItemKind.RejectedTally);

    /// <summary>Adds a visitor's decision.</summary>
    /// <param name="consent">The decision; its texts are bounded, so it always fits.</param>
    public void Add(ConsentFact consent) => TryKeep(Serialize(consent, EventMessageContext.Relaxed.ConsentFact), ItemKind.Consent);

    /// <summary>Adds a page view of nobody.</summary>
    /// <param name="view">The page view; its texts are bounded, so it always fits.</param>
    public void Add(AnonymousView view) => TryKeep(Serialize(view, EventMessageContext.Relaxed.AnonymousView), ItemKind.AnonymousView);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        // A request at the body limit must not leave its buffer in the pool for good.
        if (_bytes.Capacity > EventMessage.MaxBytes * 2)
        {
            return;
        }

        _items.Clear();
        _bytes.ResetWrittenCount();
        _writer.Reset();
        Pool.Return(this);
    }

    internal ReadOnlySpan<byte> BytesOf(Item item) => _bytes.WrittenSpan.Slice(item.Start, item.Length);

    private int Serialize<T>(T item, JsonTypeInfo<T> type)
    {
        var start = _bytes.WrittenCount;
        JsonSerializer.Serialize(_writer, item, type);
        _writer.Flush();
        _writer.Reset();
        return start;
    }

    private bool TryKeep(int start, ItemKind kind)
    {
        var length = _bytes.WrittenCount - start;
        if (length <= MaxItemBytes)
        {
            _items.Add(new Item(start, length, kind));
            return true;
        }

        Unwrite(start);
        return false;
    }

    private void Unwrite(int start)
    {
        var kept = _bytes.WrittenSpan[..start].ToArray();
        _bytes.ResetWrittenCount();
        _bytes.Write(kept);
    }

    internal readonly record struct Item(int Start, int Length, ItemKind Kind);
}
