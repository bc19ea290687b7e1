using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Leads.Shown;
using Pipeline.Problems;

namespace Pipeline.Functions.Leads.Shown;

/// <summary>
/// Consumes: <c>GET /api/leads/{id}</c> (<c>at</c>).
/// Produces: JSON, one lead with its journey and score ledger; its audit alone when all that was known of it is disowned.
/// Safe to repeat: it only reads.
/// When it fails: a problem document; 404 for a lead that is not known at that moment.
/// </summary>
public sealed class GetLead(LeadQueries queries)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="id">Lead id.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(GetLead))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/leads/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var at = RequestQuery.Moment(request, problems);
        if (problems.Count > 0)
        {
            return Answer.BadRequest(problems);
        }

        return await LeadAnswers.OfLeadAsync(id, at, queries, cancellationToken);
    }
}
