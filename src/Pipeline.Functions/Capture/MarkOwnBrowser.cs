using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Pipeline.Functions.Capture;

/// <summary>
/// Marks colleagues' browsers, so that their visits are not counted. <c>HEAD</c> marks nothing.
/// Consumes: <c>GET /own/{secret}</c>, with <c>off=1</c> to take the mark back.
/// Produces: a cookie.
/// Safe to repeat: the mark is the same each time.
/// When it fails: nothing is marked, as by a wrong secret.
/// </summary>
/// <param name="browsers">Marks them.</param>
public sealed class MarkOwnBrowser(OwnBrowsers browsers)
{
    /// <summary>Runs the function.</summary>
    /// <param name="req">The request.</param>
    /// <param name="secret">Secret of the link.</param>
    [Function(nameof(MarkOwnBrowser))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "own/{secret}")] HttpRequest req, string secret) =>
        Task.FromResult(browsers.Answer(req, secret, isOwn: req.Query["off"] != "1"));
}
