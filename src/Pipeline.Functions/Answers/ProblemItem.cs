using System.Text.Json.Serialization;

namespace Pipeline.Functions.Answers;

/// <summary>One fault in a problem document.</summary>
/// <param name="Code">Code for programs, for example <c>missing</c>.</param>
/// <param name="Field">The field at fault; empty for the input as a whole.</param>
/// <param name="Detail">What is wrong and what to do.</param>
public sealed record ProblemItem(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("field")] string Field,
    [property: JsonPropertyName("detail")] string Detail);
