using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Pipeline.Functions.Answers;
using Pipeline.Leads.Previews;
using Pipeline.Settings;

namespace Pipeline.Functions.Settings;

// Says how a settings document stands, or what a change came to.
internal static class SettingsAnswers
{
    private const string VersionHeader = "Settings-Version";

    public static IResult NotFound =>
        Answer.NotFound("There are no such settings. GET /api/settings lists them, GET /api/settings/{name}/history their versions.");

    public static IResult OfContent(SettingsContent? content) => content is null
        ? NotFound
        : new Tagged(Results.Text(content.Text, "application/json"), content.Revision, content.Version);

    public static IResult OfHistory(SettingsHandler handler, string name, SettingsLog? log) => log is null
        ? NotFound
        : new Tagged(
            Answer.Json(new SettingsHistory(name, log.Revision, handler.Find(name)!.Effect, log.Versions, log.Activations)),
            log.Revision,
            null);

    public static IResult OfSchema(ISettingsDocument? document) =>
        document is null ? NotFound : Results.Text(document.Schema, "application/schema+json");

    public static IResult OfPreview(PreviewOutcome outcome) =>
        outcome.Preview is { } preview ? Answer.Json(preview) : Of(new SettingsOutcome(outcome.Status, null, outcome.Problems));

    public static IResult Of(SettingsOutcome outcome) => outcome.Status switch
    {
        SettingsStatus.UnknownDocument or SettingsStatus.UnknownVersion => NotFound,
        SettingsStatus.Invalid => ProblemDocument.Of(
            StatusCodes.Status400BadRequest,
            "The document has problems.",
            "Nothing was stored. Correct what errors lists and send it again.",
            outcome.Problems),
        SettingsStatus.Changed => new Tagged(
            ProblemDocument.Of(
                StatusCodes.Status412PreconditionFailed,
                "Somebody else changed the settings.",
                "Nothing was stored. Read the settings again, make your change there, and send it with the new ETag.",
                []),
            outcome.State!.Revision,
            null),
        SettingsStatus.NothingToTakeBack => ProblemDocument.Of(
            StatusCodes.Status409Conflict,
            "There is nothing to take back.",
            "Only the shipped default was ever active, or everything was taken back.",
            []),
        _ => new Tagged(Answer.Json(outcome.State!), outcome.State!.Revision, null),
    };

    // An answer with the document's revision as ETag.
    private sealed class Tagged(IResult answer, int revision, int? version) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var headers = httpContext.Response.Headers;
            headers.ETag = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"{revision}\"");
            headers.CacheControl = "no-cache";
            if (version is { } number)
            {
                headers[VersionHeader] = new StringValues(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            return answer.ExecuteAsync(httpContext);
        }
    }
}
