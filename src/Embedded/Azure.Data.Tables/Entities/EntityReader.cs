using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Reads rows out of the service's answers, in one pass over the buffered bytes.</summary>
internal static class EntityReader
{
    internal static T ReadOne<T>(ReadOnlySpan<byte> json)
        where T : class, ITableEntity
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return Read<T>(ref reader);
    }

    internal static List<T> ReadPage<T>(ReadOnlySpan<byte> json)
        where T : class, ITableEntity
    {
        var rows = new List<T>();
        var reader = new Utf8JsonReader(json);
        if (FindValues(ref reader))
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                rows.Add(Read<T>(ref reader));
            }
        }

        return rows;
    }

    internal static List<string> ReadTableNames(ReadOnlySpan<byte> json)
    {
        var names = new List<string>();
        var reader = new Utf8JsonReader(json);
        if (FindValues(ref reader))
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("TableName"u8))
                {
                    reader.Read();
                    names.Add(reader.GetString()!);
                }
            }
        }

        return names;
    }

    private static T Read<T>(ref Utf8JsonReader reader)
        where T : class, ITableEntity
    {
        var entity = Activator.CreateInstance<T>();
        if (entity is IDictionary<string, object?> entries)
        {
            DictionaryEntity.Read(ref reader, entries);
        }
        else
        {
            EntityBinder.For(typeof(T)).Read(ref reader, entity);
        }

        return entity;
    }

    private static bool FindValues(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("value"u8))
            {
                return reader.Read() && reader.TokenType == JsonTokenType.StartArray;
            }

            reader.Skip();
        }

        return false;
    }
}
