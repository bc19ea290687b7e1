using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Capture;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Functions.Answers;

// The text members of a small JSON object in a request's body. An empty body has none; members of other names are ignored, unless the
// object must be whole: a question that is misspelt must not be answered as another one. There a number is as good as its text.
internal sealed class JsonFields
{
    private const int MaxBytes = 16_384;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public string? this[string name] => _texts.GetValueOrDefault(name);

    public static async Task<JsonFields> ReadAsync(
        HttpRequest request,
        IReadOnlyCollection<string> names,
        ICollection<Problem> problems,
        CancellationToken cancellationToken,
        bool isWhole = false,
        IReadOnlyCollection<string>? flags = null)
    {
        using var body = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var fields = new JsonFields();
        RequestQuery.Of(request).Refuse(problems);
        if (body.IsTooLarge)
        {
            problems.Add(new Problem(Problem.TooLarge, string.Empty, $"Send at most {MaxBytes} bytes."));
        }
        else if (body.IsBroken)
        {
            problems.Add(Problem.BrokenOff);
        }
        else if (Encoding.UTF8.GetString(body.Bytes.Span).Trim() is { Length: > 0 } text)
        {
            var faults = JsonFaults.Of(body.Bytes.Span);
            foreach (var fault in faults)
            {
                problems.Add(fault with { Field = fault.Field.TrimStart('$').TrimStart('.') });
            }

            fields.Parse(text, names, problems, isWhole, flags ?? []);
        }

        return fields;
    }

    private void Parse(
        string text, IReadOnlyCollection<string> names, ICollection<Problem> problems, bool isWhole, IReadOnlyCollection<string> flags)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in document.RootElement.EnumerateObject())
                {
                    if (flags.Contains(member.Name) && member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
                    {
                        _texts[member.Name] = member.Value.GetBoolean() ? "true" : "false";
                    }
                    else if (names.Contains(member.Name))
                    {
                        Take(member, problems, isWhole);
                    }
                    else if (isWhole)
                    {
                        problems.Add(new Problem(
                            Problem.Invalid, member.Name, $"There is no such member here. {NearestName.Hint(member.Name, names)}"));
                    }
                }

                return;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Told below, like JSON that is no object.
        }

        problems.Add(new Problem(
            Problem.Malformed, string.Empty, $"The body must be a JSON object with the members {string.Join(", ", names)}."));
    }

    private void Take(JsonProperty member, ICollection<Problem> problems, bool takesNumbers)
    {
        if (takesNumbers && member.Value.ValueKind == JsonValueKind.Number)
        {
            _texts[member.Name] = member.Value.GetRawText();
            return;
        }

        if (member.Value.ValueKind == JsonValueKind.String && Decoded(member.Value) is { } text)
        {
            _texts[member.Name] = text;
        }
        else if (member.Value.ValueKind != JsonValueKind.Null)
        {
            problems.Add(new Problem(Problem.Invalid, member.Name, "Give a text."));
        }
    }

    private static string? Decoded(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Told already; the member is there nevertheless.
            return value.GetRawText();
        }
    }
}
