using System.Globalization;
using System.Text.Json;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Capture.Intake;

// Reads the fields of one JSON object and notes every fault. An absent field and null are the same.
internal readonly struct WireFields(JsonElement source, List<Problem> problems)
{
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd",
    ];

    public JsonElement? Find(string name) =>
        source.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string? Text(string name, int maxLength) =>
        RawText(name) is { } text ? TextBounds.Clean(text, maxLength) : null;

    public string? Id(string name)
    {
        var text = RawText(name);
        if (text is null)
        {
            return null;
        }

        if (text.Length is 0 or > WireLimits.Id || !TextBounds.IsClean(text) || text.AsSpan().Trim().Length != text.Length)
        {
            Fault(Problem.Invalid, name, $"must have 1 to {WireLimits.Id} characters, none of them a control character.");
            return null;
        }

        return text;
    }

    public string? RawText(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Fault(Problem.Invalid, name, $"must be a text, not {NameOf(value.ValueKind)}.");
            return null;
        }

        if (TryText(value, out var text))
        {
            return text;
        }

        Fault(Problem.Invalid, name, "holds bytes that are no text; send UTF-8.");
        return null;
    }

    public double? Number(string name, double min, double max)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max)
        {
            return number;
        }

        Fault(Problem.Invalid, name, string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}."));
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (TryTime(value, out var time))
        {
            return time;
        }

        Fault(Problem.Invalid, name, "must be a time since 1970, as ISO 8601 (2026-01-31T12:00:00Z) or Unix milliseconds.");
        return null;
    }

    public SortedDictionary<string, string>? Map(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            Fault(Problem.Invalid, name, $"must be an object of texts, not {NameOf(value.ValueKind)}.");
            return null;
        }

        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            AddTo(map, name, property);
        }

        if (map.Count > WireLimits.Values)
        {
            Fault(Problem.TooLarge, name, $"must have at most {WireLimits.Values} entries.");
            return null;
        }

        return map.Count == 0 ? null : map;
    }

    public void Fault(string code, string field, string detail) => problems.Add(new Problem(code, field, detail));

    private void AddTo(SortedDictionary<string, string> map, string field, JsonProperty property)
    {
        var key = TextBounds.Clean(property.Name, WireLimits.Name);
        if (key is null || property.Value.ValueKind == JsonValueKind.Null || map.Count > WireLimits.Values)
        {
            return;
        }

        if (TryScalar(property.Value, out var text))
        {
            if (TextBounds.Clean(text, WireLimits.Value) is { } clean)
            {
                map[key] = clean;
            }

            return;
        }

        Fault(Problem.Invalid, $"{field}.{key}", $"must be a text, number or truth value, not {NameOf(property.Value.ValueKind)}.");
    }

    internal static bool TryScalar(JsonElement value, out string? text)
    {
        text = value.ValueKind switch
        {
            JsonValueKind.String => TryText(value, out var read) ? read : null,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        return text is not null;
    }

    internal static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        JsonValueKind.String => "this text",
        _ => "null",
    };

    private static bool TryText(JsonElement value, out string? text)
    {
        try
        {
            text = value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            // The parser checks escapes and UTF-8 only now, and so harms no other event of the batch.
            text = null;
            return false;
        }
    }

    private static bool TryTime(JsonElement value, out DateTimeOffset time)
    {
        time = default;
        if (value.ValueKind == JsonValueKind.Number)
        {
            if (!value.TryGetDouble(out var number) || !(number >= 0 && number <= 253_402_300_799_999d))
            {
                return false;
            }

            time = DateTimeOffset.FromUnixTimeMilliseconds((long)number);
            return true;
        }

        return value.ValueKind == JsonValueKind.String
            && TryText(value, out var text)
            && DateTimeOffset.TryParseExact(
                text,
                TimeFormats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out time)
            && time >= DateTimeOffset.UnixEpoch;
    }
}
