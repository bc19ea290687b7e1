using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Pipeline.Health;
using Pipeline.Problems;

namespace Pipeline.Functions.Answers;

/// <summary>Answers of the private interface: JSON in camel case, errors as problem documents.</summary>
internal static class Answer
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        WriteIndented = true,
    };

    // In a report the absence of a value is itself said: null, never left out.
    private static readonly JsonSerializerOptions ReportOptions = new(Options) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public static IResult Json<T>(T value)
        where T : notnull => Results.Json(value, Options);

    /// <summary>What storage answers and which settings are wrong, with 200 or 503.</summary>
    public static IResult Health(HealthState state) =>
        Results.Json(state, ReportOptions, statusCode: state.IsOk ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    public static IResult Report(object report) => Results.Json(report, ReportOptions);

    /// <summary>The same JSON as <see cref="Json{T}"/> answers, for what is sent elsewhere.</summary>
    public static byte[] Bytes<T>(T value)
        where T : notnull => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static IResult BadRequest(IReadOnlyList<Problem> problems) => ProblemDocument.Of(
        StatusCodes.Status400BadRequest, "The request has problems.", "Correct the parameters named in errors.", problems);

    public static IResult NotFound(string detail) => ProblemDocument.Of(StatusCodes.Status404NotFound, "Not found.", detail, []);
}
