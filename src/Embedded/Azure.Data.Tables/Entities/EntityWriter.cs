using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>
/// Writes rows as JSON straight into a buffer and checks the service's limits on the way. The encoder is the default one, as in the
/// published package, so that payload sizes agree with it.
/// </summary>
internal sealed class EntityWriter : IDisposable
{
    private static readonly JsonEncodedText Int64Type = JsonEncodedText.Encode("Edm.Int64");
    private static readonly JsonEncodedText DoubleType = JsonEncodedText.Encode("Edm.Double");
    private static readonly JsonEncodedText GuidType = JsonEncodedText.Encode("Edm.Guid");
    private static readonly JsonEncodedText DateTimeType = JsonEncodedText.Encode("Edm.DateTime");
    private static readonly JsonEncodedText BinaryType = JsonEncodedText.Encode("Edm.Binary");
    private static readonly PropertyName PartitionKey = new(EntityNames.PartitionKey);
    private static readonly PropertyName RowKey = new(EntityNames.RowKey);

    private readonly IBufferWriter<byte> buffer;
    private readonly Utf8JsonWriter json;
    private int ownProperties;
    private long size;

    internal EntityWriter(IBufferWriter<byte> buffer)
    {
        this.buffer = buffer;
        json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
    }

    public void Dispose() => json.Dispose();

    /// <summary>Writes one row.</summary>
    internal void Write(ITableEntity entity)
    {
        var (partitionKey, rowKey) = (entity.PartitionKey, entity.RowKey);
        ServiceLimits.CheckKey(EntityNames.PartitionKey, partitionKey);
        ServiceLimits.CheckKey(EntityNames.RowKey, rowKey);

        ownProperties = 0;
        size = 4 + (2L * (partitionKey.Length + rowKey.Length));
        json.Reset(buffer);
        json.WriteStartObject();
        json.WriteString(PartitionKey.Json, partitionKey);
        json.WriteString(RowKey.Json, rowKey);

        if (entity is IDictionary<string, object?> entries)
        {
            DictionaryEntity.Write(this, entries);
        }
        else
        {
            EntityBinder.For(entity.GetType()).Write(this, entity);
        }

        json.WriteEndObject();
        json.Flush();
        ServiceLimits.CheckOwnProperties(ownProperties);
        ServiceLimits.CheckEntitySize(size);
    }

    internal void WriteNull(PropertyName name) => json.WriteNull(name.Json);

    internal void Write(PropertyName name, string? value)
    {
        if (value is null)
        {
            WriteNull(name);
            return;
        }

        ServiceLimits.CheckString(name.Text, value);
        Count(name, 4 + (2 * value.Length));
        json.WriteString(name.Json, value);
    }

    internal void Write(PropertyName name, int value)
    {
        Count(name, 4);
        json.WriteNumber(name.Json, value);
    }

    internal void Write(PropertyName name, bool value)
    {
        Count(name, 1);
        json.WriteBoolean(name.Json, value);
    }

    internal void Write(PropertyName name, long value)
    {
        Count(name, 8);
        Span<char> text = stackalloc char[20];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        json.WriteString(name.Annotation, Int64Type);
        json.WriteString(name.Json, text[..length]);
    }

    internal void Write(PropertyName name, ulong value)
    {
        Count(name, 8);
        json.WriteString(name.Annotation, Int64Type);
        json.WriteString(name.Json, value.ToString(CultureInfo.InvariantCulture));
    }

    internal void Write(PropertyName name, double value)
    {
        if (double.IsInfinity(value))
        {
            throw new ArgumentException($"{name.Text} is infinite, which cannot be sent.", name.Text);
        }

        Count(name, 8);
        json.WriteString(name.Annotation, DoubleType);
        if (double.IsNaN(value))
        {
            json.WriteString(name.Json, "NaN");
        }
        else
        {
            json.WriteNumber(name.Json, value);
        }
    }

    internal void Write(PropertyName name, Guid value)
    {
        Count(name, 16);
        json.WriteString(name.Annotation, GuidType);
        json.WriteString(name.Json, value);
    }

    internal void Write(PropertyName name, DateTime value)
    {
        if (value.Kind != DateTimeKind.Utc)
        {
            throw new NotSupportedException($"{name.Text} is a DateTime of kind {value.Kind}; only Utc can be stored.");
        }

        ServiceLimits.CheckMoment(name.Text, value);
        Count(name, 8);
        Span<char> text = stackalloc char[28];
        value.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture);
        json.WriteString(name.Annotation, DateTimeType);
        json.WriteString(name.Json, text[..length]);
    }

    internal void Write(PropertyName name, DateTimeOffset value) => Write(name, value.UtcDateTime);

    internal void Write(PropertyName name, ReadOnlySpan<byte> value)
    {
        ServiceLimits.CheckBinary(name.Text, value.Length);
        Count(name, 4 + value.Length);
        json.WriteString(name.Annotation, BinaryType);
        json.WriteBase64String(name.Json, value);
    }

    /// <summary>Adds a property to the row's size, by the documented formula: 8 bytes, the name in UTF-16, the value.</summary>
    private void Count(PropertyName name, int valueBytes)
    {
        ownProperties++;
        size += 8 + (2 * name.Text.Length) + valueBytes;
    }
}
