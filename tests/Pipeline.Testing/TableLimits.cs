using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Pipeline.Storage.Shared;

namespace Pipeline.Testing;

/// <summary>
/// Limits of Azure Table Storage, of which Azurite holds some and the client none: a store that broke one would pass on Azurite and fail
/// on Azure.
/// </summary>
public static class TableLimits
{
    /// <summary>Most UTF-16 units of a key: 1 KiB.</summary>
    public const int MaxKeyCharacters = 512;

    /// <summary>Most properties of a row besides its keys and its time; null ones are not stored and do not count.</summary>
    public const int MaxProperties = 252;

    /// <summary>Most UTF-16 units of a text: 64 KiB.</summary>
    public const int MaxTextCharacters = 32_768;

    /// <summary>Most bytes of binary: 64 KiB.</summary>
    public const int MaxBinaryBytes = 65_536;

    /// <summary>Most bytes of a row with its names: 1 MiB.</summary>
    public const int MaxRowBytes = 1_048_576;

    /// <summary>Most writes in a transaction.</summary>
    public const int MaxWrites = 100;

    /// <summary>Most bytes of a transaction's body: 4 MiB.</summary>
    public const int MaxBodyBytes = 4_194_304;

    private const int Envelope = 400;

    // Boundary, headers, and the address without its keys.
    private const int Head = 600;

    private static readonly DateTimeOffset Earliest = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly SearchValues<char> ForbiddenInKeys = SearchValues.Create(
        [.. @"/\#?", .. Enumerable.Range(0, 0x20).Select(code => (char)code), .. Enumerable.Range(0x7F, 0x21).Select(code => (char)code)]);

    /// <summary>Checks the keys of one row.</summary>
    /// <exception cref="TableLimitException">One breaks a limit.</exception>
    public static void CheckKeys(string partitionKey, string rowKey)
    {
        CheckKey(nameof(TableEntity.PartitionKey), partitionKey);
        CheckKey(nameof(TableEntity.RowKey), rowKey);
    }

    /// <summary>Checks one write or the writes of one transaction.</summary>
    /// <exception cref="TableLimitException">Something breaks a limit.</exception>
    public static void Check(IReadOnlyList<RowWrite> writes)
    {
        Require(writes.Count is >= 1 and <= MaxWrites, $"{writes.Count} writes in one transaction");
        Require(writes.DistinctBy(write => write.Row.PartitionKey).Count() == 1, "several partitions in one transaction");
        Require(writes.DistinctBy(write => write.Row.RowKey).Count() == writes.Count, "a row twice in one transaction");
        foreach (var write in writes)
        {
            CheckKeys(write.Row.PartitionKey, write.Row.RowKey);
            if (write.Kind != RowWriteKind.Remove)
            {
                CheckRow(write.Row);
            }
        }

        var body = writes.Count == 1 ? 0 : BodyBytes(writes);
        Require(body <= MaxBodyBytes, $"{body} bytes in one transaction");
    }

    /// <summary>
    /// Bytes of a transaction's body, within some hundred for each write and never too few, for addresses of up to 150 characters.
    /// </summary>
    public static long BodyBytes(IReadOnlyList<RowWrite> writes)
    {
        var json = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(json);
        return Envelope + writes.Sum(write =>
        {
            json.Clear();
            writer.Reset(json);
            WriteJson(writer, write);
            var (partitionKey, rowKey) = (Uri.EscapeDataString(write.Row.PartitionKey), Uri.EscapeDataString(write.Row.RowKey));
            return (long)Head + partitionKey.Length + rowKey.Length + (write.ETag?.Length ?? 0) + json.WrittenCount;
        });
    }

    private static void WriteJson(Utf8JsonWriter writer, RowWrite write)
    {
        if (write.Kind == RowWriteKind.Remove)
        {
            return;
        }

        writer.WriteStartObject();
        foreach (var (name, value) in (IEnumerable<KeyValuePair<string, object?>>)write.Row)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value is long number ? number.ToString(CultureInfo.InvariantCulture) : value);
            if (value is not (null or string or int or bool))
            {
                writer.WriteString(name + "@odata.type", "Edm.DateTime");
            }
        }

        writer.WriteEndObject();
        writer.Flush();
    }

    private static void CheckRow(TableEntity row)
    {
        var (count, bytes) = (0, 4L + (2 * (row.PartitionKey.Length + row.RowKey.Length)));
        foreach (var (name, value) in (IEnumerable<KeyValuePair<string, object?>>)row)
        {
            if (value is null || name is "PartitionKey" or "RowKey" or "Timestamp" or "odata.etag")
            {
                continue;
            }

            count++;
            bytes += 8 + (2 * name.Length) + value switch
            {
                string text => 4 + (2L * text.Length),
                byte[] binary => 4 + binary.Length,
                bool => 1,
                int => 4,
                Guid => 16,
                long or double or DateTimeOffset => 8,
                _ => throw new TableLimitException($"{name} of {row.RowKey} is {value.GetType().Name}"),
            };
            Require(
                value is not string { Length: > MaxTextCharacters },
                $"{name} of {row.RowKey} has more than {MaxTextCharacters} characters");
            Require(value is not byte[] { Length: > MaxBinaryBytes }, $"{name} of {row.RowKey} has more than {MaxBinaryBytes} bytes");
            Require(value is not DateTimeOffset moment || moment >= Earliest, $"{name} of {row.RowKey} is before 1601");
            Require(value is not double number || double.IsFinite(number), $"{name} of {row.RowKey} is no finite number");
        }

        Require(count <= MaxProperties, $"{count} properties in {row.RowKey}");
        Require(bytes <= MaxRowBytes, $"{bytes} bytes in {row.RowKey}");
    }

    private static void CheckKey(string name, string key)
    {
        Require(key.Length <= MaxKeyCharacters, $"a {name} of {key.Length} characters");
        Require(!key.AsSpan().ContainsAny(ForbiddenInKeys), $"{name} {key} has a character that keys must not have");
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new TableLimitException(problem);
        }
    }
}
