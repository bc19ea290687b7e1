using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Capture.Bots;
using Pipeline.Capture.Links;

namespace Pipeline.Functions.Capture;

/// <summary>
/// Tracked links of e-mails, QR codes and documents. <c>HEAD</c> counts nothing.
/// Consumes: <c>GET /c/{link}</c>, with <c>cid</c> or without.
/// Produces: clicks in queue <c>events</c>.
/// Safe to repeat: no, and need not be: two requests are two clicks.
/// When it fails: the visitor is sent on nevertheless, also when the queue takes long.
/// </summary>
/// <param name="handler">Counts the click.</param>
/// <param name="cookie">Sets and deletes the visitor cookie.</param>
/// <param name="bots">Tells machines.</param>
public sealed class FollowLink(LinkHandler handler, VisitorCookie cookie, BotDetector bots)
{
    /// <summary>Runs the function.</summary>
    /// <param name="req">The request.</param>
    /// <param name="link">Name of the link.</param>
    [Function(nameof(FollowLink))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "c/{link}")] HttpRequest req, string link)
    {
        var outcome = HttpMethods.IsHead(req.Method) ? await handler.LocateAsync(link) : await handler.HandleAsync(new LinkRequest
        {
            Link = link,
            Cid = req.Query["cid"].Count == 1 ? req.Query["cid"].ToString() : null,
            Signals = BrowserHeaders.SignalsOf(req, bots),
        });
        cookie.Apply(req, outcome.Cookies);
        return new LinkAnswer(outcome.Location);
    }
}
