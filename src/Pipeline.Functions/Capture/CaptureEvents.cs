using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Bots;
using Pipeline.Capture.Intake;

namespace Pipeline.Functions.Capture;

/// <summary>
/// Events of the tracker script.
/// Consumes: <c>POST /e</c>.
/// Produces: events in queue <c>events</c>.
/// Safe to repeat: event ids decide.
/// When it fails: the answer asks to send again; a fault of one event rejects that event alone.
/// </summary>
/// <param name="handler">Takes the batch.</param>
/// <param name="cookie">Sets and deletes the visitor cookie.</param>
/// <param name="gate">Knows the sites that may post.</param>
/// <param name="options">Longest body.</param>
/// <param name="bots">Tells machines.</param>
public sealed class CaptureEvents(
    CaptureEventsHandler handler, VisitorCookie cookie, SiteGate gate, IOptions<CaptureOptions> options, BotDetector bots)
{
    /// <summary>Runs the function.</summary>
    /// <param name="req">The request.</param>
    /// <param name="cancellationToken">Stops reading the body; what was read completely is stored nevertheless.</param>
    [Function(nameof(CaptureEvents))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "e")] HttpRequest req, CancellationToken cancellationToken)
    {
        if (gate.Preflight(req) is { } preflight)
        {
            return preflight;
        }

        using var body = await RequestBody.ReadAsync(req, options.Value.MaxBodyBytes, cancellationToken);
        var outcome = await handler.HandleAsync(BrowserRequest.Intake(
            BrowserHeaders.SignalsOf(req, bots), body, gate.Admit(req), bots.SteeredMark));
        cookie.Apply(req, outcome.Cookies);
        return CaptureResults.ToBrowser(outcome);
    }
}
