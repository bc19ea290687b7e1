using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Intake;

namespace Pipeline.Functions.Capture;

/// <summary>
/// Visitors' decisions.
/// Consumes: <c>POST /consent</c>.
/// Produces: a consent fact in queue <c>events</c>.
/// Safe to repeat: the same decision again changes nothing.
/// When it fails: the answer is 503 and the script sends the decision again.
/// </summary>
/// <param name="handler">Takes the decision.</param>
/// <param name="cookie">Sets and deletes cookies.</param>
/// <param name="gate">Knows the sites that may post.</param>
/// <param name="options">Longest body.</param>
public sealed class CaptureConsent(CaptureConsentHandler handler, VisitorCookie cookie, SiteGate gate, IOptions<CaptureOptions> options)
{
    /// <summary>Runs the function.</summary>
    /// <param name="req">The request.</param>
    /// <param name="cancellationToken">Stops reading the body; what was read completely is stored nevertheless.</param>
    [Function(nameof(CaptureConsent))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "consent")] HttpRequest req,
        CancellationToken cancellationToken)
    {
        if (gate.Preflight(req) is { } preflight)
        {
            return preflight;
        }

        using var body = await RequestBody.ReadAsync(req, options.Value.MaxBodyBytes, cancellationToken);
        var outcome = await handler.HandleAsync(BrowserRequest.Consent(BrowserHeaders.SignalsOf(req, bots: null), body, gate.Admit(req)));
        cookie.Apply(req, outcome.Cookies);
        return CaptureResults.ToBrowser(outcome);
    }
}
