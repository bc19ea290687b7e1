using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Capture;
using Pipeline.Functions.Answers;
using Pipeline.Reporting;

namespace Pipeline.Functions.Capture;

/// <summary>
/// Consumes: <c>GET /api/rejected?at&amp;count</c>. Produces: JSON, the rejected events of one UTC day with their reasons; today by default.
/// Safe to repeat because it only reads. When it fails: a problem document that lists every wrong parameter.
/// </summary>
public sealed class ListRejected(IRejectedStore rejected, TimeProvider timeProvider)
{
    private const int MaxCount = 1000;

    /// <summary>Runs on each request.</summary>
    /// <param name="request">Request.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(ListRejected))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/rejected")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var day = ReportQuery.Moment(request.Query["at"], problems) ?? timeProvider.GetUtcNow();
        var count = ReportQuery.Count(request.Query["count"], MaxCount, MaxCount, problems);
        return problems.Count > 0
            ? Answer.BadRequest(problems)
            : Answer.Json(new { day = day.UtcDateTime.Date, rejected = await rejected.ListAsync(day, count, cancellationToken) });
    }
}
