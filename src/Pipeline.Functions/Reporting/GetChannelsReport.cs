using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Reporting;
using Pipeline.Settings;

namespace Pipeline.Functions.Reporting;

/// <summary>
/// Consumes: <c>GET /api/reports/channels?from&amp;to&amp;model&amp;at</c>. Produces: JSON, what each channel brought.
/// Safe to repeat because it only reads; today's roll-up is made again when it is older than the setting says.
/// When it fails: a problem document that lists every wrong parameter.
/// </summary>
public sealed class GetChannelsReport(ReportHandler handler, LocalTime localTime, TimeProvider timeProvider)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="request">Request.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(GetChannelsReport))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/reports/channels")] HttpRequest request,
        CancellationToken cancellationToken) =>
        ReportAnswer.OfAsync(request, localTime, timeProvider, query => handler.ChannelsAsync(query, cancellationToken));
}
