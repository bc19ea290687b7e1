using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Text;

namespace Pipeline.Capture.Intake;

/// <summary>
/// Masks the page addresses in input that is rejected as they are masked in events that are stored, so that a replay stores the same. All
/// else stays as it came: what somebody typed into a form is needed to repair it.
/// </summary>
public static partial class PayloadMask
{
    /// <summary>Property of a click: where the link leads.</summary>
    public const string Href = "href";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] OfAnEvent = ["url", "ref"];
    private static readonly string[] OfAForm = ["_url", "_ref"];

    /// <summary>Masks events on the wire: their pages and referrers, and where clicks led.</summary>
    /// <param name="payload">UTF-8; need not be JSON to its end.</param>
    public static ReadOnlySpan<byte> OfEvents(ReadOnlySpan<byte> payload) => OfJson(payload, OfAnEvent);

    /// <summary>Masks the fields of a form, as JSON or as they came: the page that the form is on, and its referrer.</summary>
    /// <param name="payload">UTF-8; need not be JSON.</param>
    public static ReadOnlySpan<byte> OfForm(ReadOnlySpan<byte> payload) => OfJson(payload, OfAForm);

    /// <summary>Masks the query of an image request: the addresses that it holds, and parameters that it should not have.</summary>
    /// <param name="query">Query, with its question mark or without.</param>
    public static string OfQuery(string query) => string.Join('&', query.Split('&').Select((piece, place) =>
    {
        var mark = place == 0 && piece.StartsWith('?') ? "?" : string.Empty;
        var plain = piece[mark.Length..];
        return mark + (plain.Split('=', 2) switch
        {
            ["url" or "ref", var value] => OfEncoded(plain, value),
            ["title" or "id", _] => plain,
            _ => AddressMask.OfParameter(plain).ToString(),
        });
    }));

    private static string OfEncoded(string piece, string value)
    {
        var address = Uri.UnescapeDataString(value.Replace('+', ' '));
        var masked = AddressMask.OfAny(address);
        return masked == address ? piece : piece[..^value.Length] + Uri.EscapeDataString(masked);
    }

    // Replaces values where they stand; from a fault in the JSON on, addresses are told by their look.
    private static ReadOnlySpan<byte> OfJson(ReadOnlySpan<byte> payload, string[] names)
    {
        var masked = new ArrayBufferWriter<byte>(payload.Length + 1);
        var (copied, read) = (0, 0);
        try
        {
            var reader = new Utf8JsonReader(payload);
            var (name, inner) = (string.Empty, int.MaxValue);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    name = reader.GetString()!;
                }
                else if (reader.TokenType == JsonTokenType.StartObject && name is "props" or "fields")
                {
                    inner = Math.Min(inner, reader.CurrentDepth);
                }
                else if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == inner)
                {
                    inner = int.MaxValue;
                }
                else if (reader.TokenType == JsonTokenType.String
                    && (inner == int.MaxValue ? names.Contains(name) : name == Href)
                    && reader.GetString() is { } address
                    && AddressMask.OfAny(address) is { } hidden
                    && hidden != address)
                {
                    masked.Write(payload[copied..(int)reader.TokenStartIndex]);
                    masked.Write(JsonSerializer.SerializeToUtf8Bytes(hidden, Relaxed));
                    copied = (int)reader.BytesConsumed;
                }

                read = (int)reader.BytesConsumed;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            masked.Write(payload[copied..read]);
            masked.Write(Encoding.UTF8.GetBytes(OfText(Encoding.UTF8.GetString(payload[read..]))));
            return masked.WrittenSpan;
        }

        masked.Write(payload[copied..]);
        return masked.WrittenSpan;
    }

    private static string OfText(string text)
    {
        var masked = EncodedAddress().Replace(text, found => OfEncoded(found.Value, found.Value));
        masked = Address().Replace(masked, found => OfFound(found.Value));
        return Query().Replace(masked, found => OfFound(found.Value));
    }

    // In JSON that breaks off later a character may be written by its number.
    private static string OfFound(string found)
    {
        var plain = Escaped().Replace(found, one => one.Value == @"\/"
            ? "/"
            : ((char)int.Parse(one.ValueSpan[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString());
        var masked = AddressMask.OfAny(plain);
        return masked == plain ? found : masked;
    }

    [GeneratedRegex(@"https?:[^\s""<>]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"https?%3A%2F%2F[^\s""<>&]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EncodedAddress();

    [GeneratedRegex(@"\?[^\s""<>?]+", RegexOptions.CultureInvariant)]
    private static partial Regex Query();

    // Not the quotation mark and the backslash: they would end the text.
    [GeneratedRegex(@"\\/|\\u00(?:2[013-9a-f]|[3467][0-9a-f]|5[0-9abd-f])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Escaped();
}
