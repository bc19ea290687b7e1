using Pipeline.Attribution;
using Pipeline.Crm.Facts;
using Pipeline.Lifecycle;

namespace Pipeline.Crm;

/// <summary>
/// What an opportunity (or a lead without one) came to: when it was opened, when it was won and for how much, and what was paid back. A
/// pure function of current versions.
/// </summary>
public sealed record Deal
{
    /// <summary>First part of the ids of its conversions.</summary>
    public required string Id { get; init; }

    /// <summary>When the opportunity was opened; null when nobody said so.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>The earliest upload that said <see cref="OpenedAt"/>; null when nobody did.</summary>
    public DateTimeOffset? OpenedSaidAt { get; init; }

    /// <summary>
    /// When the opportunity before the sale was opened, where that is no conversion of this deal; null when there was none.
    /// </summary>
    public DateTimeOffset? Milestone { get; init; }

    /// <summary>The sale that counts; null when it was not won.</summary>
    public CrmVersion? Won { get; init; }

    /// <summary>The earliest upload that said so; null when it was not won.</summary>
    public DateTimeOffset? WonSaidAt { get; init; }

    /// <summary>What was paid back, in order of time; amounts are negative.</summary>
    public IReadOnlyList<(string Date, CrmVersion Version, DateTimeOffset SaidAt)> Refunds { get; init; } = [];

    /// <summary>Works out a deal.</summary>
    /// <param name="id">First part of the ids of its conversions.</param>
    /// <param name="rows">
    /// Rows of all its leads, dated, and with what was taken back; of those that stand the one said last counts for a stage, whichever lead
    /// it came with: taking back one lead's row leaves the deal to the others.
    /// </param>
    /// <param name="at">Moment; what is dated later does not count.</param>
    public static Deal Of(string id, IReadOnlyList<DealRow> rows, DateTimeOffset at)
    {
        var current = rows.Where(row => row.Stands && row.At <= at).ToList();
        var opened = current.Where(row => row.Version.Meaning == StageNames.Opportunity && !(row.TakenBackAt <= at)).ToList();
        var won = current.Where(row => row.Version.Meaning == StageNames.Customer).ToList();
        var sale = Pick(won.Where(row => !row.IsRefund));
        var isTakenBack = sale?.TakenBackAt <= at;
        var first = new[] { Pick(opened.Where(row => row.Version.HasOwnDate)) }.OfType<DealRow>()
            .Concat(opened.Where(row => !row.Version.HasOwnDate))
            .OrderBy(row => row.At).ThenBy(row => row.FirstSaidAt)
            .FirstOrDefault();
        return new Deal
        {
            Id = id,
            OpenedAt = first?.At,
            OpenedSaidAt = first?.FirstSaidAt,
            Won = isTakenBack ? null : sale?.Version,
            WonSaidAt = isTakenBack ? null : sale?.FirstSaidAt,
            Refunds = isTakenBack ? [] :
            [
                .. won.Where(row => row.IsRefund)
                    .GroupBy(row => row.Date, StringComparer.Ordinal)
                    .Select(day => (Date: day.Key, Row: Pick(day)!))
                    .OrderBy(refund => refund.Row.At)
                    .ThenBy(refund => refund.Date, StringComparer.Ordinal)
                    .Select(refund => (refund.Date, refund.Row.Version, refund.Row.FirstSaidAt)),
            ],
        };
    }

    /// <summary>True for a version that pays back.</summary>
    /// <param name="version">Version of a customer stage.</param>
    public static bool IsRefund(CrmVersion version) => version.Reported < 0;

    /// <summary>The conversions of the deal with the milestones and originals that their journeys need, in order of time.</summary>
    /// <param name="leadId">Lead whose part is made.</param>
    public IEnumerable<DealConversion> Conversions(string leadId)
    {
        if (OpenedAt is { } opened)
        {
            yield return new DealConversion(
                Make(leadId, ConversionKind.Opportunity, "opportunity", opened, 0), null, 0, OpenedSaidAt ?? opened);
        }

        var sale = Won is null ? null : Make(leadId, ConversionKind.Customer, "customer", Won.At, Won.Reported ?? 0);
        if (sale is not null)
        {
            yield return new DealConversion(sale, null, 0, WonSaidAt ?? sale.At);
        }

        var earlier = 0L;
        foreach (var (date, version, saidAt) in Refunds)
        {
            var refund = Make(leadId, ConversionKind.Customer, $"refund|{date}", version.At, version.Reported ?? 0);
            yield return new DealConversion(refund, sale ?? refund with { Amount = 0 }, earlier, WonSaidAt ?? saidAt);
            earlier += refund.Amount;
        }
    }

    // An edited date makes a new fact: the row that was said last counts. Of one upload one with an amount says more than one without, then
    // the later row counts. What earlier releases stored has no rows: there the earliest date counts.
    private static DealRow? Pick(IEnumerable<DealRow> rows) => rows
        .OrderByDescending(row => row.LastSaidAt)
        .ThenByDescending(row => row.Version.LastRow > 0 && row.Version.Reported is not null)
        .ThenByDescending(row => row.Version.LastRow)
        .ThenBy(row => row.At)
        .ThenByDescending(row => row.Version.Reported is not null)
        .ThenByDescending(row => row.Version.Hash, StringComparer.Ordinal)
        .FirstOrDefault();

    private Conversion Make(string leadId, ConversionKind kind, string name, DateTimeOffset at, long amount) =>
        new() { Id = $"{Id}|{name}", LeadId = leadId, Kind = kind, At = at, Amount = amount };
}
