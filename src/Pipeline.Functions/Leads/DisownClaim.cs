using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Leads.Shown;
using Pipeline.Leads;

namespace Pipeline.Functions.Leads;

/// <summary>
/// Consumes: <c>POST /api/leads/{id}/disown</c> with <c>event</c> (id of one fill) or <c>visitor</c> (all that it claims for the lead, now
/// and later), <c>actor</c> and <c>reason</c> as JSON body.
/// Produces: a fact in tables <c>Leads</c> and <c>Visitors</c>; queue <c>scores</c>, every lead of the visitor.
/// Safe to repeat: what is disowned already changes nothing.
/// When it fails: a problem document; 404 for a fill that does not name the lead, 400 with every fault of the body.
/// </summary>
/// <param name="claims">Takes claims back.</param>
public sealed class DisownClaim(DisownRequests claims)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="id">Lead id.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(DisownClaim))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/leads/{id}/disown")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) => LeadAnswers.DisownAsync(request, id, undo: false, claims, cancellationToken);
}
