using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Answers;
using Pipeline.Functions.Capture;
using Pipeline.Replay;

namespace Pipeline.Functions.Replay;

// Says what became of a replay.
internal static class ReplayAnswer
{
    public static IResult NotFound => Answer.NotFound("No rejected event has this id. GET /api/rejected lists them.");

    public static IResult Of(string id, ReplayOutcome outcome) => outcome.Status switch
    {
        ReplayStatus.NotFound => NotFound,
        ReplayStatus.StillRejected => ProblemDocument.Of(
            StatusCodes.Status422UnprocessableEntity,
            "It is still rejected.",
            "Nothing was sent. Correct what errors lists and send the whole payload as the body.",
            outcome.Problems),
        ReplayStatus.Unavailable => ProblemDocument.Of(
            StatusCodes.Status503ServiceUnavailable, "It cannot be stored just now.", "Ask for the same replay again later.", []),
        _ => Answer.Json(new ReplayResult(id, outcome.Status, outcome.ReplayedAt, outcome.EventIds)),
    };
}
