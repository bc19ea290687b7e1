using Pipeline.Attribution;

namespace Pipeline.UnitTests.Reports.Oracle;

// What the rows of uploads say was reached, sold and paid back, up to a moment.
internal static class OracleDeals
{
    // Of each lead the earliest of what sales said and did not take back, or the first time that its score said so.
    public static IEnumerable<OracleConversion> Reached(
        string stage,
        Dictionary<string, List<(DateTimeOffset At, string Stage, bool IsGone, DateTimeOffset SaidAt)>> stages,
        IEnumerable<(string Lead, DateTimeOffset At, DateTimeOffset LearnedAt)> scored) => stages
        .SelectMany(lead => lead.Value.Where(one => one.Stage == stage && !one.IsGone)
            .Select(one => (Lead: lead.Key, one.At, LearnedAt: one.SaidAt)))
        .Concat(scored)
        .GroupBy(one => one.Lead, one => (one.At, one.LearnedAt))
        .Select(lead => (lead.Key, First: lead.Min()))
        .Select(lead => new OracleConversion([lead.Key], lead.First.At, lead.First.At, 0) { LearnedAt = lead.First.LearnedAt });

    // Stages of each lead: what was taken back ends with what took it back, also where that was said of another lead on the deal.
    public static Dictionary<string, List<(DateTimeOffset At, string Stage, bool IsGone, DateTimeOffset SaidAt)>> Stages(IEnumerable<OracleFact> told) => told
        .Where(fact => !fact.Row.IsTouch)
        .GroupBy(fact => fact.Row.Deal ?? $"of {fact.Lead}")
        .SelectMany(deal => deal.Where(
            fact => !(fact.Row.IsRefund && fact.Row.Deal is not null && deal.Any(other => other.Stage == "Won" && !other.Row.IsRefund)))
            .SelectMany(fact => Entries(fact, deal)))
        .GroupBy(entry => entry.Lead)
        .ToDictionary(lead => lead.Key, lead => lead.Select(entry => (entry.At, entry.Stage, entry.IsGone, entry.SaidAt)).ToList());

    // A deal is an opportunity, or all that a lead did without one: then every date has a sale of its own.
    public static IEnumerable<OracleConversion> Of(ConversionKind kind, IEnumerable<OracleFact> told, DateTimeOffset now) => told
        .Where(fact => !fact.Row.IsTouch && fact.At <= now)
        .GroupBy(fact => fact.Row.Deal ?? $"of {fact.Lead}")
        .SelectMany(deal =>
        {
            string[] leads = [.. deal.Select(fact => fact.Lead).Distinct().Order(StringComparer.Ordinal)];
            var open = deal.Where(fact => fact.Stage == "Opportunity" && !(fact.GoneAt <= now)).ToList();
            var opened = Latest(open.Where(fact => fact.IsDated)).Take(1)
                .Concat(open.Where(fact => !fact.IsDated))
                .Select(fact => ((DateTimeOffset At, DateTimeOffset SaidAt)?)(fact.At, fact.FirstSaidAt))
                .Min();
            if (kind == ConversionKind.Opportunity)
            {
                return opened is { } first
                    ? [new OracleConversion(leads, first.At, first.At, 0, first.At) { LearnedAt = first.SaidAt }]
                    : Array.Empty<OracleConversion>();
            }

            var isDeal = deal.First().Row.Deal is not null;
            var won = Latest(deal.Where(fact => fact.Stage == "Won" && !fact.Row.IsRefund)).ToList();
            if (isDeal && won.Count > 0 && won[0].GoneAt <= now)
            {
                return [];
            }

            List<OracleFact> sales = isDeal
                ? [.. won.Take(1)]
                : [.. won.OrderBy(fact => fact.At).ThenBy(fact => fact.Row.Date, StringComparer.Ordinal)];
            var refunds = deal.Where(fact => fact.Row.IsRefund).GroupBy(fact => fact.Row.Date).Select(day => Latest(day).First())
                .OrderBy(fact => fact.At).ThenBy(fact => fact.Row.Date, StringComparer.Ordinal);
            return
            [
                .. sales.Select(sale => new OracleConversion(leads, sale.At, sale.At, sale.Row.Cents ?? 0, opened?.At)
                {
                    LearnedAt = sale.FirstSaidAt,
                }),
                .. Refunds(leads, sales, refunds, !isDeal && sales.Count == 0 ? null : opened?.At),
            ];
        });

    private static IEnumerable<(string Lead, DateTimeOffset At, string Stage, bool IsGone, DateTimeOffset SaidAt)> Entries(
        OracleFact fact, IEnumerable<OracleFact> deal)
    {
        if (!(fact.GoneAt <= fact.At))
        {
            yield return (fact.Lead, fact.At, fact.Stage, fact.GoneBy is not null, fact.FirstSaidAt);
        }

        if (fact.GoneBy is { } by)
        {
            var isGone = deal.First(other => other.Row.Key == by.Row.Key).GoneBy is not null;
            yield return (fact.Lead, fact.GoneAt!.Value, by.Stage, isGone, by.FirstSaidAt);
        }
    }

    private static IEnumerable<OracleFact> Latest(IEnumerable<OracleFact> facts) =>
        facts.OrderByDescending(fact => fact.Row.SaidAt)
            .ThenByDescending(fact => fact.Row.Cents is not null)
            .ThenByDescending(fact => fact.Row.Number);

    // A refund takes back the latest sale before it; without one the first; without any itself.
    private static IEnumerable<OracleConversion> Refunds(
        string[] leads, List<OracleFact> sales, IEnumerable<OracleFact> refunds, DateTimeOffset? opened)
    {
        var earlier = new Dictionary<string, long>();
        foreach (var refund in refunds)
        {
            var sale = sales.FindLast(sale => sale.At <= refund.At) ?? sales.FirstOrDefault();
            var before = earlier.GetValueOrDefault(sale?.Row.Date ?? string.Empty);
            // Without a sale each stands for itself, in the sum of all of them.
            yield return new OracleConversion(
                leads,
                refund.At,
                sale?.At ?? refund.At,
                refund.Row.Cents!.Value,
                opened)
            {
                Sale = sale?.Row.Cents ?? 0,
                RefundedEarlier = before,
                LearnedAt = sale?.FirstSaidAt ?? refund.FirstSaidAt,
            };
            earlier[sale?.Row.Date ?? string.Empty] = before + refund.Row.Cents!.Value;
        }
    }
}
