using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Intake;
using Pipeline.Functions.Answers;

namespace Pipeline.Functions.Capture;

/// <summary>
/// Events of servers, mail tools and history.
/// Consumes: <c>POST /api/events</c>.
/// Produces: events in queue <c>events</c>.
/// Safe to repeat: event ids decide.
/// When it fails: the answer is a problem document; 503 means that the same may be sent again.
/// </summary>
/// <param name="handler">Takes the batch.</param>
/// <param name="options">Longest body.</param>
public sealed class ImportEvents(CaptureEventsHandler handler, IOptions<CaptureOptions> options)
{
    /// <summary>Runs the function.</summary>
    /// <param name="req">The request.</param>
    /// <param name="cancellationToken">Stops reading the body; what was read completely is stored nevertheless.</param>
    [Function(nameof(ImportEvents))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/events")] HttpRequest req, CancellationToken cancellationToken)
    {
        if (RequestQuery.Refusal(req) is { } refusal)
        {
            return refusal;
        }

        using var body = await RequestBody.ReadAsync(req, options.Value.MaxBodyBytes, cancellationToken);
        var outcome = await handler.HandleAsync(new IntakeRequest
        {
            Mode = IntakeMode.Server,
            Body = body.Bytes,
            IsTooLarge = body.IsTooLarge,
            IsBroken = body.IsBroken,
        });
        return CaptureResults.ToServer(outcome);
    }
}
