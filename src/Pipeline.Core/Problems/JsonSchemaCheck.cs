using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Text;

namespace Pipeline.Problems;

/// <summary>
/// Checks a JSON document against a JSON schema and lists every problem. Knows the keywords that our schemas use: <c>$ref</c> to
/// <c>#/$defs</c>, <c>type</c>, <c>properties</c>, <c>required</c>, <c>additionalProperties: false</c>, <c>items</c>, <c>enum</c>,
/// <c>const</c>, and the bounds of numbers, texts and lists.
/// </summary>
public sealed class JsonSchemaCheck
{
    private readonly JsonElement _schema;

    /// <summary>Takes a schema.</summary>
    /// <param name="schema">Schema text.</param>
    /// <exception cref="JsonException">The schema is not JSON.</exception>
    public JsonSchemaCheck(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        _schema = document.RootElement.Clone();
    }

    /// <summary>Lists every problem of a document.</summary>
    /// <param name="document">Document to check.</param>
    /// <returns>Problems in the order of the document, each with its JSON path as field; empty when it fits.</returns>
    public IReadOnlyList<Problem> Check(JsonElement document)
    {
        var problems = new List<Problem>();
        try
        {
            Check(document, _schema, "$", problems);
        }
        catch (InvalidOperationException)
        {
            problems.Add(Problem.At("$", "holds a text that is no text; write it without lone surrogates (\\ud800 to \\udfff)."));
        }

        return problems;
    }

    private void Check(JsonElement value, JsonElement schema, string path, List<Problem> problems)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!["#/$defs/".Length..];
            schema = _schema.GetProperty("$defs").GetProperty(name);
        }

        if (schema.TryGetProperty("type", out var type) && !HasType(value, type))
        {
            problems.Add(Problem.At(path, $"is {Describe(value)}; write {Expected(type)}."));
            return;
        }

        if (schema.TryGetProperty("enum", out var choices) && !choices.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            var list = string.Join(", ", choices.EnumerateArray().Select(one => one.GetRawText()));
            problems.Add(Problem.At(path, $"is {Describe(value)}; write one of {list}.{Nearest(value, choices)}"));
        }

        if (schema.TryGetProperty("const", out var constant) && !JsonElement.DeepEquals(constant, value))
        {
            problems.Add(Problem.At(path, $"is {Describe(value)}; write {constant.GetRawText()}."));
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(value, schema, path, problems);
                break;
            case JsonValueKind.Array:
                CheckArray(value, schema, path, problems);
                break;
            case JsonValueKind.String:
                CheckText(value.GetString()!, schema, path, problems);
                break;
            case JsonValueKind.Number:
                CheckNumber(value.GetDouble(), schema, path, problems);
                break;
        }
    }

    private void CheckObject(JsonElement value, JsonElement schema, string path, List<Problem> problems)
    {
        if (!schema.TryGetProperty("properties", out var properties))
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var memberPath = $"{path}.{member.Name}";
            if (!seen.Add(member.Name))
            {
                problems.Add(Problem.At(memberPath, "appears twice; keep one of them."));
            }
            else if (properties.TryGetProperty(member.Name, out var memberSchema))
            {
                Check(member.Value, memberSchema, memberPath, problems);
            }
            else
            {
                var known = properties.EnumerateObject().Select(one => one.Name).ToList();
                var near = NearestName.Of(member.Name, known) is { } name ? $" Did you mean {name}?" : string.Empty;
                problems.Add(Problem.At(memberPath, $"is not known here; remove it or write one of {string.Join(", ", known)}.{near}"));
            }
        }

        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(one => one.GetString()!).Where(name => !seen.Contains(name)))
            {
                var hint = properties.GetProperty(name).TryGetProperty("description", out var text) ? $" {text.GetString()}" : string.Empty;
                problems.Add(Problem.At($"{path}.{name}", $"is missing; add it.{hint}"));
            }
        }
    }

    private void CheckArray(JsonElement value, JsonElement schema, string path, List<Problem> problems)
    {
        var length = value.GetArrayLength();
        if (Bound(schema, "minItems") is { } least && length < least)
        {
            problems.Add(Problem.At(path, Text($"has {length} entries; give at least {least}.")));
        }

        if (Bound(schema, "maxItems") is { } most && length > most)
        {
            problems.Add(Problem.At(path, Text($"has {length} entries; give at most {most}.")));
        }

        if (schema.TryGetProperty("items", out var items))
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                Check(item, items, Text($"{path}[{index++}]"), problems);
            }
        }
    }

    private static void CheckText(string value, JsonElement schema, string path, List<Problem> problems)
    {
        if (Bound(schema, "minLength") is { } least && value.Length < least)
        {
            problems.Add(Problem.At(path, Text($"has {value.Length} characters; give at least {least}.")));
        }

        if (Bound(schema, "maxLength") is { } most && value.Length > most)
        {
            problems.Add(Problem.At(path, Text($"has {value.Length} characters; give at most {most}.")));
        }

        if (schema.TryGetProperty("pattern", out var pattern)
            && !Regex.IsMatch(value, pattern.GetString()!, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))
        {
            problems.Add(Problem.At(path, $"is \"{value}\", which does not fit {pattern.GetString()}; {Hint(schema)}"));
        }
    }

    private static void CheckNumber(double value, JsonElement schema, string path, List<Problem> problems)
    {
        if (Bound(schema, "minimum") is { } least && value < least)
        {
            problems.Add(Problem.At(path, Text($"is {value}; write {least} or more.")));
        }

        if (Bound(schema, "exclusiveMinimum") is { } above && value <= above)
        {
            problems.Add(Problem.At(path, Text($"is {value}; write more than {above}.")));
        }

        if (Bound(schema, "maximum") is { } most && value > most)
        {
            problems.Add(Problem.At(path, Text($"is {value}; write {most} or less.")));
        }
    }

    private static bool HasType(JsonElement value, JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(one => HasType(value, one))
        : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "number" => value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()),
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ => value.ValueKind == JsonValueKind.Null,
        };

    private static string Expected(JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? string.Join(" or ", type.EnumerateArray().Select(Expected))
        : type.GetString() switch
        {
            "object" => "an object {…}",
            "array" => "a list […]",
            "string" => "a text in quotes",
            "number" => "a number",
            "integer" => "a whole number",
            "boolean" => "true or false",
            var other => other!,
        };

    private static string Nearest(JsonElement value, JsonElement choices)
    {
        var texts = choices.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!);
        return value.ValueKind == JsonValueKind.String && NearestName.Of(value.GetString()!, texts) is { } near
            ? $" Did you mean \"{near}\"?"
            : string.Empty;
    }

    private static string Describe(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            _ => value.GetRawText(),
        };
        return text.Length <= 60 ? text : $"{text[..60]}…";
    }

    private static string Hint(JsonElement schema) =>
        schema.TryGetProperty("description", out var description) ? description.GetString()! : "change it.";

    private static double? Bound(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var bound) ? bound.GetDouble() : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
