using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Leads.Shown;
using Pipeline.Leads;

namespace Pipeline.Functions.Leads;

/// <summary>
/// Consumes: <c>POST /api/leads/{id}/disown/undo</c> with <c>event</c> or <c>visitor</c> as it was disowned, <c>actor</c> and
/// <c>reason</c> as JSON body.
/// Produces: a fact in tables <c>Leads</c> and <c>Visitors</c>; queue <c>scores</c>, every lead of the visitor.
/// Safe to repeat: what counts again already changes nothing.
/// When it fails: a problem document; 404 for what was never disowned, 400 with every fault of the body.
/// </summary>
/// <param name="claims">Lets claims count again.</param>
public sealed class UndoDisown(DisownRequests claims)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="id">Lead id.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(UndoDisown))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/leads/{id}/disown/undo")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) => LeadAnswers.DisownAsync(request, id, undo: true, claims, cancellationToken);
}
