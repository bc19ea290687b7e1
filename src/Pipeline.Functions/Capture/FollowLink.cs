using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Capture.Bots;
using Pipeline.Capture.Links;

namespace Pipeline.Functions.Capture;

/// <summary>
/// Tracked links of e-mails, QR codes and documents. Consumes <c>GET /c/{link}?cid</c>. Produces clicks in queue <c>events</c>. Not safe to
/// repeat, and need not be: two requests are two clicks. When the queue fails or takes long, the visitor is sent on nevertheless.
/// <c>HEAD</c> counts nothing.
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
        var headers = BrowserHeaders.Of(req);
        var outcome = HttpMethods.IsHead(req.Method) ? await handler.LocateAsync(link) : await handler.HandleAsync(new LinkRequest
        {
            Link = link,
            Cid = req.Query["cid"].Count == 1 ? req.Query["cid"].ToString() : null,
            RefererHeader = headers.Referer,
            CookieHeader = headers.Cookie,
            OptedOut = headers.OptedOut,
            DoNotTrack = headers.DoNotTrack,
            Automatic = bots.Judge(headers.Bots),
        });
        cookie.Apply(req, outcome.Cookies);
        return new LinkAnswer(outcome.Location);
    }
}
