using Microsoft.AspNetCore.Http;
using Pipeline.Capture.Intake;
using Pipeline.Functions.Answers;

namespace Pipeline.Functions.Capture;

// Shapes the answers to batches of events.
internal static class CaptureResults
{
    public static IResult ToBrowser(CaptureOutcome outcome) => Results.Json(
        outcome.Answer,
        CaptureJson.Default.CaptureAnswer,
        statusCode: outcome.Status switch
        {
            CaptureStatus.Unusable => StatusCodes.Status400BadRequest,
            CaptureStatus.TooLarge => StatusCodes.Status413PayloadTooLarge,
            CaptureStatus.Forbidden => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status200OK,
        });

    public static IResult ToBrowser(ConsentOutcome outcome) => Results.Json(
        outcome.Answer,
        CaptureJson.Default.ConsentAnswer,
        statusCode: outcome.Status switch
        {
            CaptureStatus.Unusable => StatusCodes.Status400BadRequest,
            CaptureStatus.TooLarge => StatusCodes.Status413PayloadTooLarge,
            CaptureStatus.Forbidden => StatusCodes.Status403Forbidden,
            CaptureStatus.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status200OK,
        });

    public static IResult ToServer(CaptureOutcome outcome) => outcome.Status switch
    {
        CaptureStatus.Unusable => ProblemDocument.Of(
            StatusCodes.Status400BadRequest,
            "The events cannot be read.",
            "Nothing was stored. Correct what errors lists and send again.",
            outcome.Problems),
        CaptureStatus.TooLarge => ProblemDocument.Of(
            StatusCodes.Status413PayloadTooLarge,
            "There is too much in one request.",
            "Nothing was stored. Send fewer events at a time.",
            outcome.Problems),
        CaptureStatus.Unavailable => ProblemDocument.Of(
            StatusCodes.Status503ServiceUnavailable, "The events cannot be stored just now.", "Send the same request again later.", []),
        _ => Results.Json(outcome.Answer, CaptureJson.Default.CaptureAnswer),
    };
}
