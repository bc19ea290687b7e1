using System.Text.Json;
using Microsoft.Extensions.Options;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Capture.Intake;

/// <summary>Reads the fields of a form that is sent as JSON: one flat object of texts, numbers and truth values.</summary>
public static class FormJson
{
    /// <summary>Reads the fields.</summary>
    /// <param name="options">Limits.</param>
    /// <param name="problems">Every fault.</param>
    /// <returns>The fields in their order; what has a fault is left out.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(
        ReadOnlyMemory<byte> body, IOptions<CaptureOptions> options, out IReadOnlyList<Problem> problems)
    {
        var faults = new List<Problem>();
        var fields = new List<KeyValuePair<string, string>>();
        problems = faults;
        using var document = new BatchReader(options).Parse(body, faults);
        if (document is null)
        {
            return fields;
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Problem(
                Problem.Malformed, "", $"The body must be a JSON object, not {WireFields.NameOf(document.RootElement.ValueKind)}."));
            return fields;
        }

        foreach (var property in document.RootElement.EnumerateObject())
        {
            Read(property, fields, faults);
        }

        return fields;
    }

    private static void Read(JsonProperty property, List<KeyValuePair<string, string>> fields, List<Problem> faults)
    {
        if (property.Value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        string name;
        try
        {
            name = property.Name;
        }
        catch (InvalidOperationException)
        {
            faults.Add(new Problem(Problem.Malformed, "", "The name of a field is no text; send UTF-8."));
            return;
        }

        if (WireFields.TryScalar(property.Value, out var text))
        {
            fields.Add(new(name, text!));
        }
        else
        {
            faults.Add(new Problem(
                Problem.Invalid, TextBounds.Clean(name, WireLimits.Name) ?? "", "must be a text, number or truth value."));
        }
    }
}
