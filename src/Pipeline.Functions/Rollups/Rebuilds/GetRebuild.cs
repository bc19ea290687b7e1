using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Rollups.Rebuilds;

namespace Pipeline.Functions.Rollups.Rebuilds;

/// <summary>
/// Consumes: <c>GET /api/rollups/rebuild</c>.
/// Produces: JSON, how far the latest rebuild is.
/// Safe to repeat: it only reads.
/// When it fails: 404 when there was no rebuild.
/// </summary>
public sealed class GetRebuild(RebuildHandler handler)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(GetRebuild))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/rollups/rebuild")] HttpRequest request,
        CancellationToken cancellationToken) =>
        RequestQuery.Refusal(request) ?? RebuildAnswer.Of(await handler.ProgressAsync(cancellationToken));
}
