using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Bots;
using Pipeline.Capture.Intake;
using Pipeline.Functions.Capture.Forms;

namespace Pipeline.Functions.Capture;

/// <summary>
/// Filled forms.
/// Consumes: <c>POST /forms/{form}</c> (urlencoded, multipart or JSON).
/// Produces: an event in queue <c>events</c>.
/// Safe to repeat: the event id decides, if the form has <c>_id</c>.
/// When it fails: the answer offers to send again.
/// </summary>
/// <param name="handler">Takes the form.</param>
/// <param name="cookie">Sets and deletes the visitor cookie.</param>
/// <param name="gate">Knows the sites that may post.</param>
/// <param name="options">Longest body.</param>
/// <param name="bots">Tells machines.</param>
public sealed class CaptureForm(
    CaptureFormHandler handler, VisitorCookie cookie, SiteGate gate, IOptions<CaptureOptions> options, BotDetector bots)
{
    /// <summary>Runs the function.</summary>
    /// <param name="req">The request.</param>
    /// <param name="form">Name of the form.</param>
    /// <param name="cancellationToken">Stops reading the body; what was read completely is stored nevertheless.</param>
    [Function(nameof(CaptureForm))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "forms/{form}")] HttpRequest req,
        string form,
        CancellationToken cancellationToken)
    {
        if (gate.Preflight(req) is { } preflight)
        {
            return preflight;
        }

        using var body = await RequestBody.ReadAsync(req, options.Value.MaxBodyBytes, cancellationToken);
        var (request, isJson) = await FormRequests.ReadAsync(req, form, body, options, bots, cancellationToken);
        var outcome = await handler.HandleAsync(request with { SiteProblem = gate.Admit(req) });
        cookie.Apply(req, outcome.Cookies);
        return isJson ? FormResults.ToProgram(outcome) : FormResults.ToPerson(outcome, FormTexts.For(req.Headers.AcceptLanguage));
    }
}
