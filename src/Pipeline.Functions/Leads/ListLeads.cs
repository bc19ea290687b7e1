using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Capture;
using Pipeline.Functions.Answers;
using Pipeline.Leads;
using Pipeline.Reporting;

namespace Pipeline.Functions.Leads;

/// <summary>
/// Consumes: <c>GET /api/leads?count&amp;cursor&amp;at</c>. Produces: JSON, leads with the highest score first.
/// Safe to repeat because it only reads. When it fails: a problem document that lists every wrong parameter.
/// </summary>
public sealed class ListLeads(LeadQueries queries)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="request">Request.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(ListLeads))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/leads")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var at = ReportQuery.Moment(request.Query["at"], problems);
        var count = ReportQuery.Count(request.Query["count"], LeadQueries.DefaultPage, LeadQueries.MaxPage, problems);
        var cursor = LeadQueries.ReadCursor(request.Query["cursor"], problems);
        return problems.Count > 0 ? Answer.BadRequest(problems) : Answer.Json(await queries.ListAsync(cursor, count, at, cancellationToken));
    }
}
