using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Functions.Answers;
using Pipeline.Functions.Capture;
using Pipeline.Problems;
using Pipeline.Rejected;
using Pipeline.Replay;

namespace Pipeline.Functions.Replay;

/// <summary>
/// Consumes: <c>POST /api/rejected/{id}/replay</c>, with the repaired payload as body or none.
/// Produces: events in queue <c>events</c>, the message in its queue, or what an upload writes; JSON that says which events were made.
/// Safe to repeat: a second replay does nothing.
/// When it fails: 422 with every fault that is left, 503 when the same may be asked for again.
/// </summary>
/// <param name="handler">Replays.</param>
/// <param name="options">Longest body.</param>
public sealed class ReplayRejected(ReplayHandler handler, IOptions<CaptureOptions> options)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="id">Id of the rejected event.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(ReplayRejected))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/rejected/{id}/replay")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (RequestQuery.Refusal(request) is { } refusal)
        {
            return refusal;
        }

        using var body = await RequestBody.ReadAsync(request, options.Value.MaxBodyBytes, cancellationToken);
        if (body.IsTooLarge)
        {
            return ProblemDocument.Of(
                StatusCodes.Status413PayloadTooLarge, "The payload is too long.", $"Send at most {options.Value.MaxBodyBytes} bytes.", []);
        }

        if (body.IsBroken)
        {
            return Answer.BadRequest([Problem.BrokenOff]);
        }

        if (JsonFaults.Of(body.Bytes.Span) is { Count: > 0 } faults)
        {
            return Answer.BadRequest(faults);
        }

        return RejectedId.TryParse(id, out var rejected)
            ? ReplayAnswer.Of(id, await handler.HandleAsync(rejected, Encoding.UTF8.GetString(body.Bytes.Span), cancellationToken))
            : ReplayAnswer.NotFound;
    }
}
