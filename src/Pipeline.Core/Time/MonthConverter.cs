using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Time;

/// <summary>Writes a month as its first day, <c>yyyy-MM-01</c>, as it has always been stored; reads any day of it.</summary>
public sealed class MonthConverter : JsonConverter<Month>
{
    /// <inheritdoc/>
    public override Month Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateOnly.TryParseExact(
            reader.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? Month.Of(day)
            : throw new JsonException("A month is written as its first day, like 2026-03-01.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Month value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(LocalTime.Text(value.FirstDay));
    }
}
