using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Reports;

namespace Pipeline.Functions.Reports;

/// <summary>
/// Consumes: <c>GET /api/reports/{report}</c> (from, to, at, format, explain and what narrows it; also kind, model and its parameters,
/// level, margin, deal and view, where the report has them).
/// Produces: JSON or CSV, the report, or the rows behind one of its numbers.
/// Safe to repeat: it only reads; today's roll-up is made again when it is older than the setting says.
/// When it fails: a problem document that lists every wrong parameter, or the reports when there is none of the name.
/// </summary>
public sealed class GetReport(ReportKinds kinds, ReportReader reader)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="report">Name of the report.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(GetReport))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/reports/{report}")] HttpRequest request,
        string report,
        CancellationToken cancellationToken) => ReportAnswer.OfAsync(request, report, kinds, reader, cancellationToken);
}
