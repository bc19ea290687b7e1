using Pipeline.Crm.Facts;
using Pipeline.Records;

namespace Pipeline.Crm;

/// <summary>Puts CRM facts into the opportunities that they name. Safe to repeat and to do in any order.</summary>
/// <param name="store">Where facts and opportunities are stored.</param>
/// <param name="retry">Repeats what met a conflict.</param>
public sealed class OpportunityJoin(ICrmStore store, ConflictRetry retry)
{
    /// <summary>Puts facts into an opportunity.</summary>
    /// <param name="opportunity">Opportunity as the CRM names it.</param>
    /// <param name="facts">Its facts, of one lead or several.</param>
    /// <returns>The opportunity as it is now, and whether it changed.</returns>
    public ValueTask<(OpportunityRecord Record, bool IsChange)> JoinAsync(
        string opportunity, IReadOnlyList<CrmFact> facts, CancellationToken cancellationToken) =>
        retry.RunAsync(token => TryJoinAsync(opportunity, facts, token), cancellationToken);

    private async ValueTask<(OpportunityRecord Record, bool IsChange)> TryJoinAsync(
        string opportunity, IReadOnlyList<CrmFact> facts, CancellationToken cancellationToken)
    {
        var known = await store.GetOpportunityAsync(OpportunityRecord.KeyOf(opportunity), cancellationToken);
        var record = known.Value ?? new OpportunityRecord { Opportunity = opportunity, Parts = [] };
        var isChange = false;
        var parts = new List<OpportunityPart>();
        foreach (var fact in facts)
        {
            // Another upload may have changed it since it was stored.
            parts.Add(OpportunityPart.Of((await store.GetFactAsync(fact.LeadId, fact.Key, cancellationToken)).Value ?? fact));
            if (record.With(parts[^1]) is { } next)
            {
                (record, isChange) = (next, true);
            }
        }

        if (isChange)
        {
            // Which of two dates of a sale counts depends on when the others were said last, which is noted with them alone.
            foreach (var other in record.Parts.Where(part => facts.All(fact => fact.Key != part.Key)))
            {
                if ((await store.GetFactAsync(other.LeadId, other.Key, cancellationToken)).Value is { } fact)
                {
                    parts.Add(OpportunityPart.Of(fact));
                }
            }

            record = record.Renewed(parts);
            await store.PutOpportunityAsync(record, known.ETag, cancellationToken);
        }

        return (record, isChange);
    }
}
