using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Problems;
using Pipeline.Settings;

namespace Pipeline.Functions.Leads.Shown;

/// <summary>
/// Consumes: <c>POST /api/leads/find</c>, the parameters of <see cref="ListLeads"/> as members of a JSON object, so that no e-mail address
/// stands in an address of a page or in a log.
/// Produces: what <see cref="ListLeads"/> does.
/// Safe to repeat: it only reads.
/// When it fails: a problem document that lists every wrong member.
/// </summary>
/// <param name="lists">Finds leads.</param>
/// <param name="stages">Knows the names of stages.</param>
public sealed class FindLeads(LeadLists lists, RulesCache<StageBook> stages)
{
    private static readonly string[] Members =
        ["q", "stage", "grade", "owner", "since", "until", "count", "cursor", "at", "format", "excel", "delimiter", "bom", "decimal"];

    /// <summary>Runs on each request.</summary>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(FindLeads))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/leads/find")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var fields = await JsonFields.ReadAsync(request, Members, problems, cancellationToken, isWhole: true);
        return await LeadListAnswer.OfAsync(name => fields[name], all => all.AddRange(problems), lists, stages, cancellationToken);
    }
}
