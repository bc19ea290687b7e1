using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Functions.Leads.Shown;
using Pipeline.Leads;
using Pipeline.Problems;
using Pipeline.Records;

namespace Pipeline.Functions.Leads;

/// <summary>
/// Consumes: <c>POST /api/leads/{id}/links/{linkId}/undo</c>, with <c>actor</c> and <c>reason</c> as JSON body or none.
/// Produces: an undo in table <c>Visitors</c>; queue <c>scores</c>, every lead of the visitor.
/// Safe to repeat: a link has one undo.
/// When it fails: a problem document; 404 for a link that does not name the lead, 400 with every fault of the body.
/// </summary>
/// <param name="links">Takes links back.</param>
public sealed class UndoLink(LinkUndo links)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="id">Lead id.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(UndoLink))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/leads/{id}/links/{linkId}/undo")] HttpRequest request,
        string id,
        string linkId,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var fields = await JsonFields.ReadAsync(request, ["actor", "reason"], problems, cancellationToken);
        var note = ActionNote.Read(name => fields[name], problems);
        return problems.Count > 0
            ? Answer.BadRequest(problems)
            : LeadAnswers.OfUndo(await links.UndoAsync(id, linkId, note, cancellationToken));
    }
}
