using Microsoft.AspNetCore.Http;
using Pipeline.Events;
using Pipeline.Functions.Answers;
using Pipeline.Leads;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Shown;
using Pipeline.Problems;

namespace Pipeline.Functions.Leads.Shown;

// Says what became of what was done to a lead.
internal static class LeadAnswers
{
    private const string NotKnown = "No lead of this id is known at that moment.";

    public static IResult OfUndo(UndoFact? undo) => undo is null
        ? Answer.NotFound("No link of this id names this lead. GET /api/leads/{id} lists its links.")
        : Answer.Json(new UndoneLink(undo.LinkKey, undo.VisitorId, undo.At, undo.Actor, undo.Reason));

    public static async Task<IResult> OfLeadAsync(
        string id, DateTimeOffset? at, LeadQueries queries, CancellationToken cancellationToken) =>
        !LeadIds.IsValid(id) ? Answer.NotFound(NotKnown)
        : await queries.GetAsync(id, at, cancellationToken) is { } lead ? Answer.Json(lead)
        : await queries.GetDisownedAsync(id, at, cancellationToken) is { } rest ? Answer.Json(rest)
        : Answer.NotFound(NotKnown);

    public static async Task<IResult> DisownAsync(
        HttpRequest request, string leadId, bool undo, DisownRequests claims, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var fields = await JsonFields.ReadAsync(request, [.. DisownChange.Fields], problems, cancellationToken);
        var change = DisownChange.Read(name => fields[name], undo, problems);
        return problems.Count > 0 ? Answer.BadRequest(problems)
            : await claims.RunAsync(leadId, change, cancellationToken) is { } entry ? Answer.Json(entry)
            : Answer.NotFound("This lead has no such claim. GET /api/leads/{id} lists its events, its visitors and what is disowned.");
    }

    public static IResult OfAlias(AliasOutcome outcome) => outcome.Status switch
    {
        AliasStatus.OtherLead => Conflict(
            "The new address is an alias of another lead already. Take that alias back first (POST /api/leads/alias/undo)."),
        AliasStatus.Cycle =>
            Conflict("The old address is an alias of the new one's lead already. Exchange from and to, or take that alias back first."),
        AliasStatus.NoAlias => Answer.NotFound("The new address is no alias of the old one's lead."),
        _ => Answer.Json(outcome),
    };

    private static IResult Conflict(string detail) =>
        ProblemDocument.Of(StatusCodes.Status409Conflict, "It contradicts another alias.", detail, []);
}
