using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Pipeline.Capture;

namespace Pipeline.Functions.Capture;

/// <summary>
/// The second file of the tracker script.
/// Consumes: <c>GET /f.js</c>.
/// Produces: nothing.
/// Safe to repeat: it only reads.
/// When it fails: forms are captured by the simpler rules of the first file.
/// </summary>
/// <param name="script">The file.</param>
/// <param name="options">How long browsers keep it, and who sends CORS headers.</param>
public sealed class ServeFormScript(FormScript script, IOptions<CaptureOptions> options)
{
    /// <summary>Runs the function.</summary>
    /// <param name="req">The request.</param>
    [Function(nameof(ServeFormScript))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "f.js")] HttpRequest req) =>
        Task.FromResult<IResult>(new TrackerScriptResult(
            script.File, options.Value.ScriptMaxAge, options.Value.Cors == CorsSide.Ours, req));
}
