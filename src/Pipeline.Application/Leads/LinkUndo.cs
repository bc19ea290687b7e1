using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Leads.Aliases;
using Pipeline.Records;

namespace Pipeline.Leads;

/// <summary>Takes back a link as a lead shows it.</summary>
/// <param name="families">Tells the visitors of the lead and its aliases.</param>
/// <param name="visitors">Tells whose link it is.</param>
/// <param name="handler">Stores the undo.</param>
/// <param name="timeProvider">Dates it.</param>
public sealed class LinkUndo(LeadFamilyReader families, IVisitorStore visitors, UndoHandler handler, TimeProvider timeProvider)
{
    /// <summary>Takes a link back. Doing so again changes nothing.</summary>
    /// <param name="leadId">Lead, any text.</param>
    /// <param name="linkId">Id of the link, any text.</param>
    /// <param name="note">Who and why.</param>
    /// <returns>The undo that is kept; null when no such link names the lead.</returns>
    public async Task<UndoFact?> UndoAsync(string leadId, string linkId, ActionNote note, CancellationToken cancellationToken)
    {
        if (!LeadIds.IsValid(leadId) || !Base32.IsValid(linkId, FactKey.Length))
        {
            return null;
        }

        var now = timeProvider.GetUtcNow();
        var family = await families.ReadAsync(leadId, cancellationToken);
        var root = family.Book.RootAt(leadId, now);
        family = root == leadId ? family : await families.ReadAsync(root, cancellationToken);
        var states = await ParallelReads.SelectAsync(
            [.. family.VisitorIds], LeadHistoryReader.Parallelism, visitors.GetStateAsync, cancellationToken);
        var visitor = states.Select(state => state.Value)
            .FirstOrDefault(state => state?.Links.Any(link => link.Key == linkId && family.Book.RootAt(link.LeadId, now) == root) == true);
        var undo = visitor is null
            ? null
            : new UndoFact
            {
                Version = 1,
                LinkKey = linkId,
                VisitorId = visitor.VisitorId,
                At = now,
                Actor = note.Actor,
                Reason = note.Reason,
            };
        return undo is null ? null : await handler.HandleAsync(undo, cancellationToken);
    }
}
