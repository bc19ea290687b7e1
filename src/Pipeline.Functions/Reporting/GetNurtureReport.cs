using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Reporting;
using Pipeline.Reporting.Explanations;

namespace Pipeline.Functions.Reporting;

/// <summary>
/// Consumes: <c>GET /api/reports/nurture</c> (from, to, model, at, format). Produces: JSON or CSV, how new leads warm up, cost per MQL, and what each activity does.
/// Safe to repeat because it only reads; today's roll-up is made again when it is older than the setting says.
/// When it fails: a problem document that lists every wrong parameter.
/// </summary>
public sealed class GetNurtureReport(StageReportHandler handler, ReportReader reader)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="request">Request.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(GetNurtureReport))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/reports/nurture")] HttpRequest request,
        CancellationToken cancellationToken) =>
        ReportAnswer.OfAsync(request, reader, ReportCells.Nurture, query => handler.NurtureAsync(query, cancellationToken));
}
