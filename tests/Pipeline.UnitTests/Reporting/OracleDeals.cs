using Pipeline.Attribution;

namespace Pipeline.UnitTests.Reporting;

// What the rows of uploads say was reached, sold and paid back.
internal static class OracleDeals
{
    // Of each lead the earliest row that says so, or the entry if that is earlier.
    public static IEnumerable<OracleConversion> Reached(string stage, IEnumerable<OracleRow> told, IReadOnlyDictionary<string, List<(DateTimeOffset At, bool IsTold)>> entries) => told
        .Where(row => row is { IsTouch: false, Removed: false } && row.Stage == stage)
        .Select(row => (row.Lead, row.At))
        .Concat(entries.SelectMany(lead => lead.Value.Select(one => (Lead: lead.Key, one.At))))
        .GroupBy(one => one.Lead)
        .Select(lead => new OracleConversion([lead.Key], lead.Min(one => one.At), lead.Min(one => one.At), 0));

    // A deal is an opportunity, or all that a lead did without one: then every date has a sale of its own.
    public static IEnumerable<OracleConversion> Of(ConversionKind kind, IEnumerable<OracleRow> told) => told
        .Where(row => !row.IsTouch)
        .GroupBy(row => row.Deal ?? $"of {row.Lead}")
        .SelectMany(deal =>
        {
            var standing = deal.Where(row => !row.Removed).ToList();
            string[] leads = [.. standing.Select(row => row.Lead).Distinct().Order(StringComparer.Ordinal)];
            var parts = standing.GroupBy(row => (row.Stage, row.Date, row.Cents < 0)).Select(same => same.MaxBy(row => row.UploadedAt)!).ToList();
            var opened = Latest(parts.Where(row => row.Stage == "Opportunity")).FirstOrDefault()?.At;
            if (kind == ConversionKind.Opportunity)
            {
                return opened is { } at ? [new OracleConversion(leads, at, at, 0, opened)] : Array.Empty<OracleConversion>();
            }

            var won = Latest(parts.Where(row => row.Stage == "Won" && !(row.Cents < 0)));
            List<OracleRow> sales = deal.First().Deal is null ? [.. won.OrderBy(row => row.At).ThenBy(row => row.Date, StringComparer.Ordinal)] : [.. won.Take(1)];
            var refunds = parts.Where(row => row.Stage == "Won" && row.Cents < 0).OrderBy(row => row.At).ThenBy(row => row.Date, StringComparer.Ordinal);
            return [.. sales.Select(sale => new OracleConversion(leads, sale.At, sale.At, sale.Cents ?? 0, opened)), .. Refunds(leads, sales, refunds, deal.First().Deal is null && sales.Count == 0 ? null : opened)];
        });

    private static IEnumerable<OracleRow> Latest(IEnumerable<OracleRow> rows) => rows.OrderByDescending(row => row.UploadedAt).ThenBy(row => row.At);

    // A refund takes back the latest sale before it; without one the first; without any itself.
    private static IEnumerable<OracleConversion> Refunds(string[] leads, List<OracleRow> sales, IEnumerable<OracleRow> refunds, DateTimeOffset? opened)
    {
        var earlier = new Dictionary<string, long>();
        foreach (var refund in refunds)
        {
            var sale = sales.FindLast(sale => sale.At <= refund.At) ?? sales.FirstOrDefault();
            var before = earlier.GetValueOrDefault(sale?.Date ?? string.Empty);
            // Without a sale each stands for itself, in the sum of all of them.
            yield return new OracleConversion(leads, refund.At, sale?.At ?? refund.At, refund.Cents!.Value, opened) { Sale = sale?.Cents ?? 0, RefundedEarlier = before };
            earlier[sale?.Date ?? string.Empty] = before + refund.Cents!.Value;
        }
    }
}
