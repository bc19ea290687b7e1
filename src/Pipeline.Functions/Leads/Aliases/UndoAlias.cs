using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Functions.Leads.Shown;
using Pipeline.Leads.Aliases;
using Pipeline.Problems;

namespace Pipeline.Functions.Leads.Aliases;

/// <summary>
/// Consumes: <c>POST /api/leads/alias/undo</c> with <c>from</c> (old address), <c>to</c> (new one), and <c>actor</c> and <c>reason</c> or
/// none.
/// Produces: an undo in table <c>Leads</c>; queue <c>scores</c>, every lead concerned.
/// Safe to repeat: an alias has one undo.
/// When it fails: a problem document; 404 when the new address is no alias of the old one.
/// </summary>
/// <param name="aliases">Takes aliases back.</param>
public sealed class UndoAlias(AliasRequests aliases)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(UndoAlias))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/leads/alias/undo")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var fields = await JsonFields.ReadAsync(request, ["from", "to", "actor", "reason"], problems, cancellationToken);
        var change = AliasChange.Read(name => fields[name], problems);
        return problems.Count > 0
            ? Answer.BadRequest(problems)
            : LeadAnswers.OfAlias(await aliases.UndoAsync(change, cancellationToken));
    }
}
