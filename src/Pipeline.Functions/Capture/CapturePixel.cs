using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Capture.Bots;
using Pipeline.Capture.Intake;

namespace Pipeline.Functions.Capture;

/// <summary>
/// Page views without JavaScript. <c>HEAD</c> captures nothing.
/// Consumes: <c>GET /p.gif</c>.
/// Produces: an event in queue <c>events</c>.
/// Safe to repeat: the event id decides, if the request has one.
/// When it fails: the loss is counted and the image comes with 503; the answer is an image in any case.
/// </summary>
/// <param name="handler">Takes the page view.</param>
/// <param name="cookie">Sets and deletes the visitor cookie.</param>
/// <param name="gate">Knows the sites that may post.</param>
/// <param name="bots">Tells machines.</param>
public sealed class CapturePixel(CapturePixelHandler handler, VisitorCookie cookie, SiteGate gate, BotDetector bots)
{
    /// <summary>Runs the function.</summary>
    /// <param name="req">The request.</param>
    [Function(nameof(CapturePixel))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "p.gif")] HttpRequest req)
    {
        var pixel = BrowserRequest.Pixel(req, BrowserHeaders.SignalsOf(req, bots), gate.Admit(req), out var wantsImage);
        if (HttpMethods.IsHead(req.Method))
        {
            return PixelImage.Of(wantsImage, isStored: true);
        }

        var outcome = handler.Handle(pixel);
        cookie.Apply(req, outcome.Cookies);
        return PixelImage.Of(wantsImage, await outcome.Stored);
    }
}
