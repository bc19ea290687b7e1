using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Reporting;
using Pipeline.Reporting.Explanations;

namespace Pipeline.Functions.Reporting;

/// <summary>
/// Consumes: <c>GET /api/reports/quality</c> (from, to, at, format). Produces: JSON or CSV, how far the other reports can be trusted.
/// Safe to repeat because it only reads; today's roll-up is made again when it is older than the setting says.
/// When it fails: a problem document that lists every wrong parameter.
/// </summary>
public sealed class GetQualityReport(StageReportHandler handler, ReportReader reader)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="request">Request.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(GetQualityReport))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/reports/quality")] HttpRequest request,
        CancellationToken cancellationToken) =>
        ReportAnswer.OfAsync(request, reader, ReportCells.Quality, query => handler.QualityAsync(query, cancellationToken));
}
