using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Time;

internal sealed class UtcMillisecondsConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>Bytes that <see cref="Format"/> needs; it gives fewer.</summary>
    public const int Room = 28;

    private const int Length = 24;

    /// <summary>Writes a time as in <c>2026-03-02T09:00:00.000Z</c>.</summary>
    /// <param name="value">The time; what is less than a millisecond is left out.</param>
    /// <param name="target">At least <see cref="Room"/> bytes.</param>
    /// <returns>Number of bytes written.</returns>
    public static int Format(DateTimeOffset value, Span<byte> target)
    {
        // Of all formats the round-trip one alone is written without reading a format string for every event.
        _ = value.UtcDateTime.TryFormat(target, out _, "O", CultureInfo.InvariantCulture);
        target[Length - 1] = (byte)'Z';
        return Length;
    }

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Room];
        writer.WriteStringValue(text[..Format(value, text)]);
    }
}
