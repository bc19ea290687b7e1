using Pipeline.Leads;
using Pipeline.Lifecycle;

namespace Pipeline.Crm;

/// <summary>What CRM facts say about a lead, as pure functions of them.</summary>
public static class CrmView
{
    /// <summary>Facts whose current version stands, dated up to a moment.</summary>
    /// <param name="facts">Facts of the lead.</param>
    /// <param name="at">Moment.</param>
    public static IEnumerable<CrmFact> Standing(IEnumerable<CrmFact> facts, DateTimeOffset at) =>
        facts.Where(fact => !fact.Current.Removed && fact.Current.At <= at);

    /// <summary>Stages that the CRM gave, also those to come.</summary>
    /// <param name="facts">Facts of the lead.</param>
    /// <param name="stages">Gives their order.</param>
    public static IReadOnlyList<StageFact> Stages(IEnumerable<CrmFact> facts, StageBook stages) =>
    [
        .. facts.Where(fact => !fact.Current.Removed).Select(fact => new StageFact
        {
            Key = fact.Key,
            Stage = fact.Stage,
            CountsAs = fact.Current.Meaning == fact.Stage ? null : fact.Current.Meaning,
            At = fact.Current.At,
            Order = stages.OrderOf(fact.Stage),
            Actor = fact.Current.Owner,
            Reason = fact.Current.Reason,
        }),
    ];

    /// <summary>
    /// Who in sales owns the lead: the owner of the latest dated row that names one, of one date that of the latest upload. Null when none does.
    /// </summary>
    /// <param name="facts">Facts of the lead.</param>
    /// <param name="at">Moment; what is dated later does not count.</param>
    public static string? Owner(IEnumerable<CrmFact> facts, DateTimeOffset at) => Standing(facts, at)
        .Where(fact => fact.Current.Owner is not null)
        .OrderByDescending(fact => fact.Current.At)
        .ThenByDescending(fact => fact.Current.LastSaidAt)
        .ThenByDescending(fact => fact.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Current.Owner;

    /// <summary>Deals of a lead: one for each opportunity that it is on, and one for each date on which it bought without one.</summary>
    /// <param name="leadId">Lead.</param>
    /// <param name="history">All its facts.</param>
    /// <param name="at">Moment; what is dated later does not count.</param>
    public static IEnumerable<Deal> Deals(string leadId, LeadHistory history, DateTimeOffset at)
    {
        var standing = Standing(history.Facts.Crm, at).ToList();
        var keys = standing.Select(fact => fact.OpportunityKey).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var record in history.Opportunities.OrderBy(record => record.Opportunity, StringComparer.Ordinal))
        {
            var key = OpportunityRecord.KeyOf(record.Opportunity);
            if (keys.Contains(key))
            {
                yield return Deal.Of(key, record.Parts.Select(part => (part.Stage, part.Date, part.Current)), at);
            }
        }

        foreach (var deal in OwnDeals(leadId, [.. history.Facts.Crm.Where(fact => fact.Opportunity is null)], at))
        {
            yield return deal;
        }
    }

    private static IEnumerable<Deal> OwnDeals(string leadId, IReadOnlyList<CrmFact> facts, DateTimeOffset at)
    {
        var whole = Deal.Of(leadId, facts.Select(fact => (fact.Stage, fact.Date, fact.Current)), at);
        if (whole.OpenedAt is not null)
        {
            yield return whole with { Won = null, Refunds = [] };
        }

        var sales = facts
            .Where(fact => fact.Current.Meaning == StageNames.Customer)
            .GroupBy(fact => fact.Date, StringComparer.Ordinal)
            .Select(day => (day.Key, Deal: Deal.Of($"{leadId}|{day.Key}", day.Select(fact => (fact.Stage, fact.Date, fact.Current)), at)))
            .Where(day => day.Deal.Won is not null)
            .OrderBy(day => day.Deal.Won!.At)
            .ThenBy(day => day.Key, StringComparer.Ordinal)
            .ToList();

        // A refund takes back the latest sale before it; without one, the first.
        var refunds = whole.Refunds.ToLookup(refund =>
            Math.Max(0, sales.FindLastIndex(sale => sale.Deal.Won!.At <= refund.Version.At)));
        for (var i = 0; i < sales.Count; i++)
        {
            yield return sales[i].Deal with { Milestone = whole.OpenedAt, Refunds = [.. refunds[i]] };
        }

        if (sales.Count == 0 && whole.Refunds.Count > 0)
        {
            yield return whole with { OpenedAt = null };
        }
    }
}
