using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Reporting;
using Pipeline.Reporting.Explanations;

namespace Pipeline.Functions.Reporting;

/// <summary>
/// Consumes: <c>GET /api/reports/attribution</c> (from, to, kind, model, deal, explain, at, format and parameters of the models). Produces: JSON or CSV,
/// credit by source, models side by side, one deal touch by touch, or the rows behind a number.
/// Safe to repeat because it only reads; today's roll-up is made again when it is older than the setting says.
/// When it fails: a problem document that lists every wrong parameter.
/// </summary>
public sealed class GetAttributionReport(ReportHandler handler, ReportReader reader)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="request">Request.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(GetAttributionReport))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/reports/attribution")] HttpRequest request,
        CancellationToken cancellationToken) =>
        ReportAnswer.OfAsync(request, reader, ReportCells.Channels, query => handler.AnswerAttributionAsync(query, cancellationToken));
}
