using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Data.Tables;
using Pipeline.Records;

namespace Pipeline.Storage.Shared;

/// <summary>
/// A record as a row: its JSON in <c>Body</c>, and what does not fit one property (32,768 characters) in <c>Body1</c>, <c>Body2</c> …
/// </summary>
internal static class JsonRow
{
    private const int MaxCharacters = 32_000;
    private const string Property = "Body";

    public static TableEntity Write<T>(string partitionKey, string rowKey, T value, JsonTypeInfo<T> type) =>
        WriteText(partitionKey, rowKey, JsonSerializer.Serialize(value, type));

    public static TableEntity WriteText(string partitionKey, string rowKey, string text)
    {
        var row = new TableEntity(partitionKey, rowKey);
        for (int start = 0, part = 0; start < text.Length || part == 0; part++)
        {
            var length = Math.Min(MaxCharacters, text.Length - start);
            // A surrogate pair that is cut in two would not survive the way through UTF-8.
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
            {
                length--;
            }

            row[Name(part)] = text.Substring(start, length);
            start += length;
        }

        return row;
    }

    public static T Read<T>(TableEntity row, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(ReadText(row), type)
        ?? throw new InvalidDataException($"Row {row.RowKey} holds no {typeof(T).Name}.");

    public static string ReadText(TableEntity row)
    {
        var text = row.GetString(Property) ?? throw new InvalidDataException($"Row {row.RowKey} has no {Property}.");
        for (var part = 1; row.GetString(Name(part)) is { } more; part++)
        {
            text += more;
        }

        return text;
    }

    public static Versioned<T> ReadVersioned<T>(TableEntity? row, JsonTypeInfo<T> type)
        where T : class =>
        row is null ? default : new Versioned<T>(Read(row, type), row.ETag.ToString());

    private static string Name(int part) => part == 0 ? Property : $"{Property}{part}";
}
