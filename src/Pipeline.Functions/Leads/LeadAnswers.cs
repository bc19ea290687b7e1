using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Answers;
using Pipeline.Identity;

namespace Pipeline.Functions.Leads;

// Says what became of what was done to a lead.
internal static class LeadAnswers
{
    public static IResult OfUndo(UndoFact? undo) => undo is null
        ? Answer.NotFound("No link of this id names this lead. GET /api/leads/{id} lists its links.")
        : Answer.Json(new { LinkId = undo.LinkKey, undo.VisitorId, UndoneAt = undo.At, undo.Actor, undo.Reason });
}
