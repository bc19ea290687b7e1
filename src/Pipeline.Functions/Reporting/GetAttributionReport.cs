using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Reporting;
using Pipeline.Settings;

namespace Pipeline.Functions.Reporting;

/// <summary>
/// Consumes: <c>GET /api/reports/attribution?from&amp;to&amp;kind&amp;model&amp;at</c>. Produces: JSON, credit by source, models side by side.
/// Safe to repeat because it only reads; today's roll-up is made again when it is older than the setting says.
/// When it fails: a problem document that lists every wrong parameter.
/// </summary>
public sealed class GetAttributionReport(ReportHandler handler, LocalTime localTime, TimeProvider timeProvider)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="request">Request.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(GetAttributionReport))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/reports/attribution")] HttpRequest request,
        CancellationToken cancellationToken) =>
        ReportAnswer.OfAsync(request, localTime, timeProvider, query => handler.AttributionAsync(query, cancellationToken));
}
