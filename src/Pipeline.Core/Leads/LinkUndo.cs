using Pipeline.Identity;

namespace Pipeline.Leads;

/// <summary>Takes back a link as a lead shows it.</summary>
/// <param name="leads">Tells the lead's visitors.</param>
/// <param name="visitors">Tells whose link it is.</param>
/// <param name="handler">Stores the undo.</param>
/// <param name="timeProvider">Dates it.</param>
public sealed class LinkUndo(ILeadStore leads, IVisitorStore visitors, UndoHandler handler, TimeProvider timeProvider)
{
    /// <summary>Takes a link back. Doing so again changes nothing.</summary>
    /// <param name="leadId">Lead, any text.</param>
    /// <param name="linkId">Id of the link, any text.</param>
    /// <param name="note">Who and why.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>The undo that is kept; null when no such link names the lead.</returns>
    public async Task<UndoFact?> UndoAsync(string leadId, string linkId, ActionNote note, CancellationToken cancellationToken)
    {
        if (!LeadIds.IsValid(leadId) || !Base32.IsValid(linkId, FactKey.Length))
        {
            return null;
        }

        var facts = await leads.GetFactsAsync(leadId, cancellationToken);
        var states = await Task.WhenAll(facts.VisitorIds.Select(id => visitors.GetStateAsync(id, cancellationToken)));
        var visitor = states.Select(state => state.Value)
            .FirstOrDefault(state => state?.Links.Any(link => link.Key == linkId && link.LeadId == leadId) == true);
        var undo = visitor is null
            ? null
            : new UndoFact
            {
                Version = 1,
                LinkKey = linkId,
                VisitorId = visitor.VisitorId,
                At = timeProvider.GetUtcNow(),
                Actor = note.Actor,
                Reason = note.Reason,
            };
        return undo is null ? null : await handler.HandleAsync(undo, cancellationToken);
    }
}
