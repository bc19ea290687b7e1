using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Reports;
using Pipeline.Rollups.Rebuilds;

namespace Pipeline.Functions.Rollups.Rebuilds;

/// <summary>
/// Consumes: <c>POST /api/rollups/rebuild</c> (from, to, deep).
/// Produces: queue <c>rollups</c>, one message a day; JSON with the progress.
/// Safe to repeat: a roll-up replaces the day's rows.
/// When it fails: the days are marked, so the next night does them.
/// </summary>
public sealed class StartRebuild(RebuildHandler handler, ReportReader reader)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(StartRebuild))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/rollups/rebuild")] HttpRequest request,
        CancellationToken cancellationToken) =>
        RebuildAnswer.StartAsync(request, reader, handler, cancellationToken);
}
