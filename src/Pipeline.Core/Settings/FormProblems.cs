using System.Text.Json;
using Pipeline.Problems;

namespace Pipeline.Settings;

/// <summary>What is wrong with the form of a settings document.</summary>
public static class FormProblems
{
    /// <summary>Lists everything that a schema finds; comments and trailing commas are allowed.</summary>
    /// <param name="json">JSON text.</param>
    /// <param name="schema">Schema of the document.</param>
    /// <returns>Every problem, each with its JSON path as field; empty when the form is good.</returns>
    public static IReadOnlyList<Problem> Of(string json, JsonSchemaCheck schema)
    {
        try
        {
            using var document = JsonDocument.Parse(json, SettingsText.Options);
            return [.. schema.Check(document.RootElement).Select(problem => new Problem(Problem.Invalid, problem.Path, problem.Message))];
        }
        catch (JsonException error)
        {
            var place = string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"line {error.LineNumber + 1}, position {error.BytePositionInLine + 1}");
            return [new Problem(Problem.Malformed, "$", $"is not JSON at {place}; correct the text there.")];
        }
    }
}
