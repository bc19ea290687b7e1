using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Functions.Leads.Shown;
using Pipeline.Leads.Aliases;
using Pipeline.Problems;

namespace Pipeline.Functions.Leads.Aliases;

/// <summary>
/// Consumes: <c>POST /api/leads/alias</c> with <c>from</c> (old address), <c>to</c> (new one), and <c>mistyped</c> (true: the old address
/// stays the lead's), <c>actor</c> and <c>reason</c> or none of them.
/// Produces: an alias in table <c>Leads</c>; queue <c>scores</c>, every lead concerned.
/// Safe to repeat: an address has one standing alias.
/// When it fails: a problem document; 409 when the new address belongs to another lead already or the old one to it.
/// </summary>
/// <param name="aliases">Makes aliases.</param>
public sealed class AliasLead(AliasRequests aliases)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(AliasLead))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/leads/alias")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var fields = await JsonFields.ReadAsync(
            request, ["from", "to", "mistyped", "actor", "reason"], problems, cancellationToken, flags: ["mistyped"]);
        var change = AliasChange.Read(name => fields[name], problems);
        return problems.Count > 0
            ? Answer.BadRequest(problems)
            : LeadAnswers.OfAlias(await aliases.AliasAsync(change, cancellationToken));
    }
}
