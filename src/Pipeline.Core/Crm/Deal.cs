using Pipeline.Attribution;
using Pipeline.Lifecycle;

namespace Pipeline.Crm;

/// <summary>
/// What an opportunity (or a lead without one) came to: when it was opened, when it was won and for how much, and what was paid back. A pure
/// function of current versions.
/// </summary>
public sealed record Deal
{
    /// <summary>First part of the ids of its conversions.</summary>
    public required string Id { get; init; }

    /// <summary>When the opportunity was opened; null when nobody said so.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When the opportunity before the sale was opened, where that is no conversion of this deal; null when there was none.</summary>
    public DateTimeOffset? Milestone { get; init; }

    /// <summary>The sale that counts; null when it was not won.</summary>
    public CrmVersion? Won { get; init; }

    /// <summary>What was paid back, in order of time; amounts are negative.</summary>
    public IReadOnlyList<(string Date, CrmVersion Version)> Refunds { get; init; } = [];

    /// <summary>Works out a deal.</summary>
    /// <param name="id">First part of the ids of its conversions.</param>
    /// <param name="parts">Current versions by stage and date; of those that stand the latest upload counts for one stage, date and sign, whichever lead it came with: taking back one lead's row leaves the deal to the others.</param>
    /// <param name="at">Moment; what is dated later does not count.</param>
    public static Deal Of(string id, IEnumerable<(string Stage, string Date, CrmVersion Version)> parts, DateTimeOffset at)
    {
        var current = parts
            .Where(part => !part.Version.Removed && part.Version.At <= at)
            .GroupBy(part => (part.Stage, part.Date, IsRefund(part.Version)))
            .Select(group => group.OrderBy(part => part.Version, Comparer<CrmVersion>.Create(Latest)).First())
            .ToList();
        var opened = current.Where(part => part.Version.Meaning == StageNames.Opportunity);
        var won = current.Where(part => part.Version.Meaning == StageNames.Customer).ToList();
        return new Deal
        {
            Id = id,
            OpenedAt = Pick(opened.Select(part => part.Version))?.At,
            Won = Pick(won.Where(part => !IsRefund(part.Version)).Select(part => part.Version)),
            Refunds = [.. won.Where(part => IsRefund(part.Version)).OrderBy(part => part.Version.At).ThenBy(part => part.Date, StringComparer.Ordinal)
                .Select(part => (part.Date, part.Version))],
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
            yield return new DealConversion(Make(leadId, ConversionKind.Opportunity, "opportunity", opened, 0), null, 0);
        }

        var sale = Won is null ? null : Make(leadId, ConversionKind.Customer, "customer", Won.At, Won.Reported ?? 0);
        if (sale is not null)
        {
            yield return new DealConversion(sale, null, 0);
        }

        var earlier = 0L;
        foreach (var (date, version) in Refunds)
        {
            var refund = Make(leadId, ConversionKind.Customer, $"refund|{date}", version.At, version.Reported ?? 0);
            yield return new DealConversion(refund, sale ?? refund with { Amount = 0 }, earlier);
            earlier += refund.Amount;
        }
    }

    // An edited date makes a new fact: the sale that was said last counts; of one upload the earliest.
    private static CrmVersion? Pick(IEnumerable<CrmVersion> versions) => versions
        .OrderByDescending(version => version.LastSaidAt)
        .ThenBy(version => version.At)
        .ThenByDescending(version => version.Reported is not null)
        .ThenByDescending(version => version.Hash, StringComparer.Ordinal)
        .FirstOrDefault();

    // Of one upload a row with an amount says more than one without.
    private static int Latest(CrmVersion left, CrmVersion right)
    {
        var byTime = right.LastSaidAt.CompareTo(left.LastSaidAt);
        var byAmount = byTime != 0 ? byTime : (right.Reported is not null).CompareTo(left.Reported is not null);
        return byAmount != 0 ? byAmount : string.CompareOrdinal(right.Hash, left.Hash);
    }

    private Conversion Make(string leadId, ConversionKind kind, string name, DateTimeOffset at, long amount) =>
        new() { Id = $"{Id}|{name}", LeadId = leadId, Kind = kind, At = at, Amount = amount };
}
