using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Pipeline.Capture;

namespace Pipeline.Functions.Capture;

/// <summary>
/// The tracker script.
/// Consumes: <c>GET /s.js</c>.
/// Produces: nothing.
/// Safe to repeat: it only reads.
/// When it fails: pages work without it.
/// </summary>
/// <param name="options">How long browsers keep it, and who sends CORS headers.</param>
public sealed class ServeTrackerScript(TrackerScript script, IOptions<CaptureOptions> options)
{
    /// <summary>Runs the function.</summary>
    /// <param name="req">The request.</param>
    [Function(nameof(ServeTrackerScript))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "s.js")] HttpRequest req) =>
        Task.FromResult<IResult>(new TrackerScriptResult(script, options.Value.ScriptMaxAge, options.Value.Cors == CorsSide.Ours, req));
}
