using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Functions.Answers;

/// <summary>Answers of the private interface: JSON in camel case, errors as RFC 9457 problem documents.</summary>
internal static class Answer
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        WriteIndented = true,
    };

    public static IResult Json<T>(T value)
        where T : notnull => Results.Json(value, Options);

    public static IResult BadRequest(IDictionary<string, string[]> problems) => Results.Json(
        new { title = "The request has problems.", status = StatusCodes.Status400BadRequest, errors = problems },
        Options,
        "application/problem+json",
        StatusCodes.Status400BadRequest);

    public static IResult NotFound(string detail) => Results.Json(
        new { title = "Not found.", status = StatusCodes.Status404NotFound, detail },
        Options,
        "application/problem+json",
        StatusCodes.Status404NotFound);
}
