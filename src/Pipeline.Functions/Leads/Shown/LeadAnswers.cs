using Microsoft.AspNetCore.Http;
using Pipeline.Events;
using Pipeline.Functions.Answers;
using Pipeline.Leads.Aliases;

namespace Pipeline.Functions.Leads.Shown;

// Says what became of what was done to a lead.
internal static class LeadAnswers
{
    public static IResult OfUndo(UndoFact? undo) => undo is null
        ? Answer.NotFound("No link of this id names this lead. GET /api/leads/{id} lists its links.")
        : Answer.Json(new UndoneLink(undo.LinkKey, undo.VisitorId, undo.At, undo.Actor, undo.Reason));

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
