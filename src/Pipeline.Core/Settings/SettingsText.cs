using System.Security.Cryptography;
using System.Text.Json;

namespace Pipeline.Settings;

/// <summary>The text of a settings document.</summary>
public static class SettingsText
{
    /// <summary>Longest document: 262,144 bytes of UTF-8.</summary>
    public const int MaxBytes = 262_144;

    /// <summary>How documents are read: comments and trailing commas are no faults of form.</summary>
    public static JsonDocumentOptions Options { get; } =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Hash of what a document says: white space, comments and the order of members make no difference.</summary>
    /// <param name="json">JSON text.</param>
    /// <returns>32 characters out of <c>0-9a-f</c>.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static string HashOf(string json)
    {
        using var document = JsonDocument.Parse(json, Options);
        using var canonical = new MemoryStream();
        using (var writer = new Utf8JsonWriter(canonical))
        {
            Write(document.RootElement, writer);
        }

        return Convert.ToHexStringLower(SHA256.HashData(canonical.ToArray()).AsSpan(0, 16));
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
