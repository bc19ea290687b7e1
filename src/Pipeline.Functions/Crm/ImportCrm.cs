using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Pipeline.Crm;
using Pipeline.Functions.Imports;
using Pipeline.Imports;

namespace Pipeline.Functions.Crm;

/// <summary>
/// Stages, amounts and reasons from the CRM.
/// Consumes: <c>POST /api/crm</c> (JSON or CSV).
/// Produces: facts in <c>Leads</c>, lead ids in queue <c>scores</c>, bad rows in <c>Rejected</c>.
/// Safe to repeat: a row that says what is known already changes nothing.
/// When it fails: a problem document, or the result that lists the bad rows; after a 500 send the same upload again.
/// </summary>
/// <param name="imports">Takes the upload.</param>
/// <param name="options">Longest upload.</param>
public sealed class ImportCrm(LeadImports imports, IOptions<ImportOptions> options)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(ImportCrm))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/crm")] HttpRequest request, CancellationToken cancellationToken) =>
        ImportAnswer.RunAsync(request, imports.TakeCrmAsync, options.Value.MaxBodyBytes, cancellationToken);
}
