using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Pipeline.Functions.Imports;
using Pipeline.Imports;
using Pipeline.Uploads;

namespace Pipeline.Functions.Uploads;

/// <summary>
/// Consumes: <c>POST /api/costs</c> (JSON or CSV).
/// Produces: table <c>Inputs</c>, what was spent, by day; bad rows go to <c>Rejected</c>.
/// Safe to repeat: a row's key is made from what identifies the cost: the same row again changes nothing.
/// When it fails: a problem document; rows with faults are listed in the answer and the others are taken.
/// </summary>
public sealed class ImportCosts(ImportHandler handler, CostImport import, IOptions<ImportOptions> options)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(ImportCosts))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/costs")] HttpRequest request, CancellationToken cancellationToken) =>
        ImportAnswer.RunAsync(request, handler, import, options.Value.MaxBodyBytes, cancellationToken);
}
