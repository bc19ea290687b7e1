using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Settings;

namespace Pipeline.Functions.Leads.Shown;

/// <summary>
/// Consumes: <c>GET /api/leads</c>, with <c>stage</c>, <c>grade</c>, <c>owner</c>, <c>since</c>, <c>until</c>, <c>q</c>, <c>count</c>,
/// <c>cursor</c> and <c>at</c> or none of them.
/// Produces: JSON, leads with the highest score first, of their fields name, company and phone; with <c>at</c> a page that looked for two
/// seconds ends with what it found, maybe nothing, and a cursor. With <c>format=csv</c>: a file with all of them, or with <c>count</c>.
/// Safe to repeat: it only reads.
/// When it fails: a problem document that lists every wrong parameter.
/// </summary>
/// <param name="lists">Finds leads.</param>
/// <param name="stages">Knows the names of stages.</param>
public sealed class ListLeads(LeadLists lists, RulesCache<StageBook> stages)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(ListLeads))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/leads")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var asked = RequestQuery.Of(request);
        return LeadListAnswer.OfAsync(name => asked[name], asked.Refuse, lists, stages, cancellationToken);
    }
}
