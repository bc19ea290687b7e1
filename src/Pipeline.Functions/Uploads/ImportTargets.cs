using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Pipeline.Functions.Imports;
using Pipeline.Imports;
using Pipeline.Uploads;

namespace Pipeline.Functions.Uploads;

/// <summary>
/// Consumes: <c>POST /api/targets</c> (JSON or CSV).
/// Produces: table <c>Inputs</c>, what was planned, by month; bad rows go to <c>Rejected</c>.
/// Safe to repeat: a row's key is made from what identifies the plan: the same row again changes nothing.
/// When it fails: a problem document; rows with faults are listed in the answer and the others are taken.
/// </summary>
public sealed class ImportTargets(ImportHandler handler, TargetImport import, IOptions<ImportOptions> options)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(ImportTargets))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/targets")] HttpRequest request,
        CancellationToken cancellationToken) =>
        ImportAnswer.RunAsync(request, handler, import, options.Value.MaxBodyBytes, cancellationToken);
}
