using Pipeline.Crm;
using Pipeline.Events.Disowns;
using Pipeline.Identity;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Ruleset;
using Pipeline.Time;

namespace Pipeline.Leads;

/// <summary>
/// Stores that a claim about a lead is disowned, or counts again: with the visitor that made it, whose other events then belong to somebody
/// else, and with the lead, which shows it when nothing else of it is left. Safe to repeat, in any order, and the claim may come later.
/// </summary>
/// <param name="refreshes">Asks for the refresh of every lead of the visitor, also when this run dies before it could.</param>
public sealed class DisownHandler(
    IVisitorStore visitors,
    ILeadStore leads,
    PendingRefreshes refreshes,
    VisitorStateCache states,
    CurrentRules currentRules,
    LocalTime localTime,
    ConflictRetry retry)
{
    /// <summary>Stores the decisions of a fact beside those that are known.</summary>
    /// <param name="disown">Fact.</param>
    /// <returns>The fact as it is now.</returns>
    public async Task<Disown> HandleAsync(Disown disown, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(disown);
        var state = disown.VisitorId is { } visitorId ? (await visitors.GetStateAsync(visitorId, cancellationToken)).Value : null;
        var pending = await refreshes.BeginAsync([.. LeadsOf(state).Append(disown.LeadId).Distinct()], [], cancellationToken);
        var affected = disown.VisitorId is null
            ? []
            : await retry.RunAsync(token => StoreWithVisitorAsync(disown.VisitorId, disown, token), cancellationToken);
        var kept = await retry.RunAsync(token => StoreWithLeadAsync(disown, token), cancellationToken);
        await refreshes.EndAsync(pending, affected.Append(disown.LeadId).Distinct(), cancellationToken);
        return kept;
    }

    private async ValueTask<IReadOnlyList<string>> StoreWithVisitorAsync(
        string visitorId, Disown disown, CancellationToken cancellationToken)
    {
        var view = new VisitorView((await currentRules.GetAsync(cancellationToken)).Channels, localTime);
        var stored = await visitors.GetStateAsync(visitorId, cancellationToken);
        var facts = await visitors.GetFactsAsync(visitorId, cancellationToken);
        var known = facts.Disowns.FirstOrDefault(other => other.Key == disown.Key);
        var kept = known?.With(disown) ?? disown;
        var result = view.FromFacts(
            stored.Value, facts with { Disowns = [.. facts.Disowns.Where(other => other.Key != disown.Key), kept] }, []);
        if (kept != known)
        {
            // Only whose the events are changes, not the visits.
            states.Forget(visitorId);
            await visitors.CommitAsync(
                new VisitorChange
                {
                    VisitorId = visitorId,
                    Disowns = [kept],
                    State = result.State,
                    StateETag = stored.ETag,
                    OlderVisits = result.OlderVisits,
                },
                cancellationToken);
        }

        return [.. LeadsOf(result.State)];
    }

    private async ValueTask<Disown> StoreWithLeadAsync(Disown disown, CancellationToken cancellationToken)
    {
        var stored = await leads.GetDisownAsync(disown.LeadId, disown.Key, cancellationToken);
        var kept = stored.Value?.With(disown) ?? disown;
        if (kept != stored.Value)
        {
            await leads.PutDisownAsync(kept, stored.ETag, cancellationToken);
        }

        return kept;
    }

    private static IEnumerable<string> LeadsOf(VisitorState? state) =>
        (state?.Links ?? []).Select(link => link.LeadId).Concat(state?.FormerLeads ?? []);
}
