using Pipeline.Crm;
using Pipeline.Crm.Facts;
using Pipeline.Lifecycle;

namespace Pipeline.Leads;

/// <summary>What CRM facts say about a lead, as pure functions of them.</summary>
public static class CrmView
{
    /// <summary>Facts whose current version stands, dated up to a moment.</summary>
    /// <param name="facts">Facts of the lead.</param>
    /// <param name="at">Moment.</param>
    public static IEnumerable<CrmFact> Standing(IEnumerable<CrmFact> facts, DateTimeOffset at) =>
        facts.Where(fact => !fact.Current.Removed && fact.Current.At <= at);

    /// <summary>Stages that the CRM gave, also those to come. Of a deal what was taken back ends with what took it back.</summary>
    /// <param name="history">Facts of the lead, dated (<see cref="LeadHistory.Dated"/>).</param>
    /// <param name="stages">Gives their order.</param>
    public static IReadOnlyList<StageFact> Stages(LeadHistory history, StageBook stages)
    {
        var entries = new List<StageFact>();
        var others = history.Opportunities.ToDictionary(
            record => OpportunityRecord.KeyOf(record.Opportunity),
            record => record.Parts.Where(part => part.LeadId != history.Facts.LeadId).Select(DealRow.Of),
            StringComparer.Ordinal);
        foreach (var deal in history.Facts.Crm.GroupBy(fact => fact.OpportunityKey, StringComparer.Ordinal))
        {
            if (deal.Key is null)
            {
                entries.AddRange(deal.Select(DealRow.Of).Where(row => row.Stands).Select(row => Entry(row, row.At, null)));
                continue;
            }

            var rows = DealRows.TakeBack([.. deal.Select(DealRow.Of), .. others.GetValueOrDefault(deal.Key) ?? []]);
            var hasSale = rows.Any(row => row.Stands && row.Version.Meaning == StageNames.Customer && !row.IsRefund);
            foreach (var row in rows.Take(deal.Count()).Where(row => row.Stands && !(row.IsRefund && hasSale)))
            {
                if (!(row.TakenBackAt <= row.At))
                {
                    entries.Add(Entry(row, row.At, row.TakenBackAt));
                }

                if (row is { TakenBackAt: { } at, TakenBackBy: { } by })
                {
                    entries.Add(Entry(by, at, rows.First(other => other.Key == by.Key).TakenBackAt));
                }
            }
        }

        return entries;

        StageFact Entry(DealRow row, DateTimeOffset at, DateTimeOffset? takenBackAt) => new()
        {
            Key = row.Key,
            Stage = row.Stage,
            CountsAs = row.Version.Meaning == row.Stage ? null : row.Version.Meaning,
            At = at,
            Order = stages.OrderOf(row.Stage),
            Actor = row.Version.Owner,
            Reason = row.Version.Reason,
            TakenBackAt = takenBackAt,
            SaidAt = row.FirstSaidAt,
        };
    }

    /// <summary>
    /// Who in sales owns the lead: the owner of the latest dated row that names one, of one date that of the latest upload. Null when none
    /// does.
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
    /// <param name="history">All its facts, dated (<see cref="LeadHistory.Dated"/>).</param>
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
                yield return Deal.Of(key, DealRows.TakeBack([.. record.Parts.Select(DealRow.Of)]), at);
            }
        }

        foreach (var deal in OwnDeals(leadId, [.. history.Facts.Crm.Where(fact => fact.Opportunity is null)], at))
        {
            yield return deal;
        }
    }

    private static IEnumerable<Deal> OwnDeals(string leadId, IReadOnlyList<CrmFact> facts, DateTimeOffset at)
    {
        var whole = Deal.Of(leadId, [.. facts.Select(DealRow.Of)], at);
        if (whole.OpenedAt is not null)
        {
            yield return whole with { Won = null, WonSaidAt = null, Refunds = [] };
        }

        var sales = facts
            .Where(fact => fact.Current.Meaning == StageNames.Customer)
            .GroupBy(fact => fact.Date, StringComparer.Ordinal)
            .Select(day => (day.Key, Deal: Deal.Of($"{leadId}|{day.Key}", [.. day.Select(DealRow.Of)], at)))
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
            yield return whole with { OpenedAt = null, OpenedSaidAt = null };
        }
    }
}
