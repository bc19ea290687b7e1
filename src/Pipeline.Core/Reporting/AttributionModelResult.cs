using Pipeline.Attribution;

namespace Pipeline.Reporting;

/// <summary>What one model credits.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Converted">Conversions of the period, counted before the model splits them.</param>
/// <param name="Attributed">Sum of the credits; equal to <paramref name="Converted"/>.</param>
/// <param name="Rows">Credit by source, most first.</param>
public sealed record AttributionModelResult(string Model, decimal Converted, decimal Attributed, IReadOnlyList<AttributionRow> Rows)
{
    /// <summary>Sums the credits of a model.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="kind">Kind of conversion.</param>
    /// <param name="days">Rolled-up days.</param>
    public static AttributionModelResult Sum(string model, ConversionKind kind, IReadOnlyList<RolledUpDay> days)
    {
        var credited = days
            .SelectMany(day => day.Rows)
            .Select(row => (row.Dimensions, Total: row.Credits.GetValueOrDefault((kind, model))))
            .Where(row => row.Total.Micro != 0)
            .GroupBy(row => row.Dimensions, row => row.Total.Micro)
            .Select(group => new AttributionRow(
                group.Key.Channel, group.Key.Source, group.Key.Medium, group.Key.Campaign, CreditTotal.Conversions(group.Sum())))
            .OrderByDescending(row => row.Credit)
            .ThenBy(row => row.Channel, StringComparer.Ordinal)
            .ThenBy(row => row.Source, StringComparer.Ordinal)
            .ThenBy(row => row.Medium, StringComparer.Ordinal)
            .ThenBy(row => row.Campaign, StringComparer.Ordinal)
            .ToList();
        var converted = CreditTotal.Conversions(days.Sum(day => day.Converted.GetValueOrDefault(kind).Micro));
        return new AttributionModelResult(model, converted, credited.Sum(row => row.Credit), credited);
    }
}
