using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Capture;

internal sealed class UtcMillisecondsConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        // Digit by digit: a format string is read anew for every event.
        var at = value.UtcDateTime;
        Span<byte> text = stackalloc byte[24];
        "0000-00-00T00:00:00.000Z"u8.CopyTo(text);
        WriteDigits(text[..4], at.Year);
        WriteDigits(text[5..7], at.Month);
        WriteDigits(text[8..10], at.Day);
        WriteDigits(text[11..13], at.Hour);
        WriteDigits(text[14..16], at.Minute);
        WriteDigits(text[17..19], at.Second);
        WriteDigits(text[20..23], at.Millisecond);
        writer.WriteStringValue(text);
    }

    private static void WriteDigits(Span<byte> target, int number)
    {
        for (var i = target.Length - 1; i >= 0; i--)
        {
            (number, var digit) = Math.DivRem(number, 10);
            target[i] = (byte)('0' + digit);
        }
    }
}
