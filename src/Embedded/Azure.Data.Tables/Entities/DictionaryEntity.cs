using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Writes and reads rows that are dictionaries, whose types come from the values and from the annotations.</summary>
internal static class DictionaryEntity
{
    internal static void Write(EntityWriter writer, IDictionary<string, object?> entries)
    {
        if (entries is TableEntity entity)
        {
            foreach (var (name, value) in entity.Entries)
            {
                Write(writer, name, value);
            }

            return;
        }

        foreach (var (name, value) in entries)
        {
            Write(writer, name, value);
        }
    }

    /// <summary>Reads an object; the reader stands on its start and ends on its end.</summary>
    internal static void Read(ref Utf8JsonReader reader, IDictionary<string, object?> entries)
    {
        // A property that is set through the entity keeps the type that it has; what is read has its own.
        entries = entries is TableEntity entity ? entity.Entries : entries;
        Dictionary<string, string>? types = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueSpan.StartsWith("odata."u8) && !reader.ValueTextEquals(EntityNames.ETagInJson))
            {
                reader.Skip();
                continue;
            }

            var name = reader.GetString()!;
            reader.Read();
            if (name.EndsWith(EntityNames.TypeSuffix, StringComparison.Ordinal))
            {
                (types ??= [])[name[..^EntityNames.TypeSuffix.Length]] = reader.GetString()!;
            }
            else
            {
                // The annotation comes before its value from the service and may come after it from an emulator.
                var type = name == EntityNames.Timestamp ? "Edm.DateTime" : types is not null && types.Remove(name, out var known) ? known : null;
                entries[name] = type is null ? Raw(ref reader) : Typed(Raw(ref reader), type);
            }
        }

        foreach (var (name, type) in types ?? [])
        {
            if (entries.TryGetValue(name, out var value))
            {
                entries.Remove(name);
                entries[name] = Typed(value, type);
            }
        }
    }

    private static void Write(EntityWriter writer, string property, object? value)
    {
        if (property is EntityNames.PartitionKey or EntityNames.RowKey or EntityNames.Timestamp or EntityNames.ETagInJson)
        {
            return;
        }

        var name = PropertyName.Of(property);
        switch (value)
        {
            case null: writer.WriteNull(name); break;
            case string text: writer.Write(name, text); break;
            case int number: writer.Write(name, number); break;
            case long number: writer.Write(name, number); break;
            case ulong number: writer.Write(name, number); break;
            case double number: writer.Write(name, number); break;
            case bool flag: writer.Write(name, flag); break;
            case Guid guid: writer.Write(name, guid); break;
            case DateTimeOffset moment: writer.Write(name, moment); break;
            case DateTime moment: writer.Write(name, moment); break;
            case byte[] bytes: writer.Write(name, bytes.AsSpan()); break;
            case BinaryData data: writer.Write(name, data.ToMemory().Span); break;
            default: throw EdmTypes.NotSupported(value.GetType(), property);
        }
    }

    private static object? Raw(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return reader.TryGetInt32(out var small) ? small : reader.TryGetInt64(out var large) ? large : (object)reader.GetDouble();
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            default:
                reader.Skip();
                return null;
        }
    }

    private static object? Typed(object? value, string type) => (type, value) switch
    {
        (_, null) => null,
        ("Edm.Int64", string text) => long.Parse(text, CultureInfo.InvariantCulture),
        ("Edm.Int64", int number) => (long)number,
        ("Edm.Double", string text) => double.Parse(text, CultureInfo.InvariantCulture),
        ("Edm.Double", int or long) => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        ("Edm.Guid", string text) => Guid.Parse(text),
        ("Edm.DateTime", string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        ("Edm.Binary", string text) => Convert.FromBase64String(text),
        ("Edm.String" or "Edm.Int32" or "Edm.Int64" or "Edm.Boolean" or "Edm.Double", _) => value,
        _ => throw new NotSupportedException($"Not supported type {type}"),
    };
}
