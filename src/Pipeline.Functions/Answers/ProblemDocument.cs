using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Capture;
using Pipeline.Problems;

namespace Pipeline.Functions.Answers;

/// <summary>RFC 9457 problem document that lists all problems.</summary>
public sealed record ProblemDocument
{
    /// <summary>Kind of problem; <c>about:blank</c> means that the status says it.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "about:blank";

    /// <summary>What went wrong, short.</summary>
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    [JsonPropertyName("status")]
    public required int Status { get; init; }

    /// <summary>What to do.</summary>
    [JsonPropertyName("detail")]
    public required string Detail { get; init; }

    /// <summary>Every fault found.</summary>
    [JsonPropertyName("errors")]
    public IReadOnlyList<ProblemItem> Errors { get; init; } = [];

    internal static IResult Of(int status, string title, string detail, IReadOnlyList<Problem> problems) =>
        Results.Json(
            new ProblemDocument
            {
                Title = title,
                Status = status,
                Detail = detail,
                Errors = [.. problems.Select(problem => new ProblemItem(problem.Code, problem.Field, problem.Detail))],
            },
            CaptureJson.Default.ProblemDocument,
            "application/problem+json",
            status);
}
