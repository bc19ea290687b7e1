using Pipeline.Crm;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Records;

namespace Pipeline.Leads;

/// <summary>
/// Takes links back: stores the undo with the visitor's new state and asks for a refresh of every lead of the visitor. It costs the same
/// for any number of events, because ownership is worked out from links and undos alone. Safe to repeat, and the link may come later.
/// </summary>
/// <param name="visitors">Where visitors are stored.</param>
/// <param name="refreshes">Asks for the leads' refresh, also when this run dies before it could: nobody delivers a request again.</param>
/// <param name="retry">Repeats what met a conflict.</param>
public sealed class UndoHandler(IVisitorStore visitors, PendingRefreshes refreshes, ConflictRetry retry)
{
    /// <summary>Stores an undo; of two for the same link the earlier one is kept.</summary>
    /// <returns>The undo that is kept.</returns>
    public async Task<UndoFact> HandleAsync(UndoFact undo, CancellationToken cancellationToken)
    {
        var state = (await visitors.GetStateAsync(undo.VisitorId, cancellationToken)).Value;
        var pending = await refreshes.BeginAsync([.. LeadsOf(state)], [], cancellationToken);
        var (kept, leadIds) = await retry.RunAsync(token => StoreAsync(undo, token), cancellationToken);
        await refreshes.EndAsync(pending, leadIds, cancellationToken);
        return kept;
    }

    private async ValueTask<(UndoFact Kept, IReadOnlySet<string> LeadIds)> StoreAsync(UndoFact undo, CancellationToken cancellationToken)
    {
        var stored = await visitors.GetStateAsync(undo.VisitorId, cancellationToken);
        var known = (await visitors.GetUndoAsync(undo.VisitorId, undo.LinkKey, cancellationToken)).Value;
        var state = stored.Value ?? new VisitorState { VisitorId = undo.VisitorId };
        var kept = known is null || FactVersion.Replaces(undo, known) ? undo : known;
        if (kept != known)
        {
            var change = new VisitorChange
            {
                VisitorId = undo.VisitorId,
                Undos = [kept],
                State = state with { UndoneLinks = [.. state.UndoneLinks.Append(undo.LinkKey).Distinct().Order(StringComparer.Ordinal)] },
                StateETag = stored.ETag,
            };
            await visitors.CommitAsync(change, cancellationToken);
        }

        return (kept, LeadsOf(state));
    }

    private static HashSet<string> LeadsOf(VisitorState? state) =>
        (state?.Links ?? []).Select(link => link.LeadId).Concat(state?.FormerLeads ?? []).ToHashSet(StringComparer.Ordinal);
}
