using Pipeline.Attribution;
using Pipeline.Lifecycle;
using Pipeline.Uploads;

namespace Pipeline.Reports;

/// <summary>When leads reached the stages of the funnel; every count is of leads, by their first entry.</summary>
public static class StageCounts
{
    /// <summary>The stages that follow a visit, in order.</summary>
    public static IReadOnlyList<ConversionKind> Kinds { get; } =
        [ConversionKind.Lead, ConversionKind.Mql, ConversionKind.Sql, ConversionKind.Opportunity, ConversionKind.Customer];

    /// <summary>First time that a lead reached a stage; null when it did not. A customer is one from its first won deal on.</summary>
    /// <param name="kind">Stage.</param>
    public static DateTimeOffset? FirstOf(LeadRecord lead, ConversionKind kind)
    {
        if (kind == ConversionKind.Lead)
        {
            return lead.CreatedAt;
        }

        DateTimeOffset? first = null;
        foreach (var conversion in lead.Conversions)
        {
            if (conversion.Conversion.Kind == kind && conversion.Conversion.Amount >= 0 && !(first <= conversion.Conversion.At))
            {
                first = conversion.Conversion.At;
            }
        }

        return first;
    }

    /// <summary>Leads that reached a stage first within a time.</summary>
    /// <param name="kind">Stage.</param>
    /// <param name="start">Inclusive.</param>
    /// <param name="end">Exclusive.</param>
    public static long Count(IEnumerable<LeadRecord> leads, ConversionKind kind, DateTimeOffset start, DateTimeOffset end) =>
        leads.LongCount(lead => FirstOf(lead, kind) is { } at && at >= start && at < end);

    /// <summary>Entries into MQL after the first within a time.</summary>
    /// <param name="start">Inclusive.</param>
    /// <param name="end">Exclusive.</param>
    public static long Reopened(IEnumerable<LeadRecord> leads, DateTimeOffset start, DateTimeOffset end) => leads
        .SelectMany(lead => lead.Insight.Stages)
        .LongCount(move => move.Label == EntryLabel.Reopened && move.At >= start && move.At < end);

    /// <summary>Median; null of nothing.</summary>
    /// <param name="values">Values in any order.</param>
    public static decimal? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0)
        {
            return null;
        }

        var middle = sorted.Count / 2;
        return Math.Round((decimal)(sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2), 2);
    }

    /// <summary>Name of a stage in reports.</summary>
    /// <param name="kind">Stage.</param>
    public static string NameOf(ConversionKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Name of the column that counts a stage.</summary>
    /// <param name="kind">Stage.</param>
    public static string ColumnOf(ConversionKind kind) => kind switch
    {
        ConversionKind.Lead => NumberNames.Leads,
        ConversionKind.Opportunity => TargetMetrics.Opportunities,
        ConversionKind.Customer => NumberNames.Customers,
        _ => NameOf(kind),
    };

    /// <summary>Stage of a name that <see cref="NameOf"/> gives.</summary>
    /// <param name="name">Name of a stage that follows a visit.</param>
    public static ConversionKind KindOf(string name) => Enum.Parse<ConversionKind>(name, ignoreCase: true);
}
