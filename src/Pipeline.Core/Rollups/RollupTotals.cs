using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Attribution;
using Pipeline.Records;

namespace Pipeline.Rollups;

/// <summary>
/// A day's sums, by which a report tells what changed since the day was first complete. Persisted: add fields, never rename.
/// </summary>
public sealed record RollupTotals
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Visits, those of machines left out.</summary>
    public long Visits { get; init; }

    /// <summary>Visits that machines started; null in sums that were stored before they were kept.</summary>
    public long? AutomaticVisits { get; init; }

    /// <summary>Page views of nobody; null in sums that were stored before they were kept.</summary>
    public long? AnonymousPageViews { get; init; }

    /// <summary>Conversions by kind, those without any left out.</summary>
    public required SortedDictionary<ConversionKind, long> Conversions { get; init; }

    /// <summary>Amounts by kind in minor units, those without any left out.</summary>
    public required SortedDictionary<ConversionKind, long> Amounts { get; init; }

    /// <summary>Digest of every row: differs when only visits or credit moved from one source to another.</summary>
    public required string Digest { get; init; }

    /// <summary>Sums of a day.</summary>
    public static RollupTotals Of(RolledUpDay day) => new()
    {
        Version = 1,
        Visits = day.Rows.Sum(row => row.Visits),
        AutomaticVisits = day.Rows.Sum(row => row.AutomaticVisits),
        AnonymousPageViews = day.AnonymousPageViews.Values.Sum(),
        Conversions = new(day.Converted.Where(item => item.Value.Micro != 0)
            .ToDictionary(item => item.Key, item => item.Value.Micro / AttributionEngine.MicroPerConversion)),
        Amounts = new(day.Converted.Where(item => item.Value.Amount != 0).ToDictionary(item => item.Key, item => item.Value.Amount)),
        Digest = DigestOf(day),
    };

    private static string DigestOf(RolledUpDay day)
    {
        var text = new StringBuilder();
        foreach (var row in day.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Dimensions}|{row.Visits}|{row.AutomaticVisits}|{row.Visitors.Encode()}");
            foreach (var ((kind, model), total) in row.Credits.OrderBy(item => item.Key))
            {
                text.Append(CultureInfo.InvariantCulture, $"|{kind} {model} {total.Micro} {total.Amount}");
            }

            text.Append('\n');
        }

        foreach (var (channel, views) in day.AnonymousPageViews.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{channel}|{views}\n");
        }

        return Base32.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())), FactKey.Length);
    }
}
