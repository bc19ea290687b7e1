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
    };

    private static readonly JsonSerializerOptions Pretty = new(Options) { WriteIndented = true };

    // In a report the absence of a value is itself said: null, never left out.
    private static readonly JsonSerializerOptions ReportOptions = new(Options) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    private static readonly JsonSerializerOptions PrettyReports = new(ReportOptions) { WriteIndented = true };

    public static IResult Json<T>(T value)
        where T : notnull => new JsonAnswer(value, Options, Pretty, StatusCodes.Status200OK);

    /// <summary>What storage answers and which settings are wrong, with 200 or 503.</summary>
    public static IResult Health(HealthState state) =>
        new JsonAnswer(
            state,
            ReportOptions,
            PrettyReports,
            state.IsOk ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    public static IResult Report(object report) => new JsonAnswer(report, ReportOptions, PrettyReports, StatusCodes.Status200OK);

    /// <summary>The same members as <see cref="Json{T}"/> answers, in lines, for what is sent elsewhere and read there by people.</summary>
    public static byte[] Bytes<T>(T value)
        where T : notnull => JsonSerializer.SerializeToUtf8Bytes(value, Pretty);

    public static IResult BadRequest(IReadOnlyList<Problem> problems) => ProblemDocument.Of(
        StatusCodes.Status400BadRequest, "The request has problems.", "Correct the parameters named in errors.", problems);

    public static IResult NotFound(string detail) => ProblemDocument.Of(StatusCodes.Status404NotFound, "Not found.", detail, []);
}
