using Pipeline.Attribution;
using Pipeline.Attribution.Models;

namespace Pipeline.Reporting;

/// <summary>What one model credits.</summary>
public sealed record AttributionModelResult
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Conversions of the period, counted before the model splits them.</summary>
    public required decimal Converted { get; init; }

    /// <summary>Amount of the conversions less refunds, summed before the model splits it.</summary>
    public required decimal ConvertedAmount { get; init; }

    /// <summary>Sum of the credits; equal to <see cref="Converted"/>. Null when the model gives no value.</summary>
    public decimal? Attributed { get; init; }

    /// <summary>Sum of the credited amounts; equal to <see cref="ConvertedAmount"/>. Null when the model gives no value.</summary>
    public decimal? AttributedAmount { get; init; }

    /// <summary>Why the model gives no value; null when it does.</summary>
    public string? Note { get; init; }

    /// <summary>Credit by source, most first.</summary>
    public required IReadOnlyList<AttributionRow> Rows { get; init; }

    /// <summary>Sums the credits of a model.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="kind">Kind of conversion.</param>
    /// <param name="data">What the report is built from.</param>
    /// <param name="money">Shows amounts.</param>
    public static AttributionModelResult Sum(string model, ConversionKind kind, ReportData data, ReportMoney money)
    {
        var converted = data.Days.Aggregate(default(CreditTotal), (sum, day) => sum + day.Converted.GetValueOrDefault(kind));
        var result = new AttributionModelResult
        {
            Model = model,
            Converted = CreditTotal.Conversions(converted.Micro),
            ConvertedAmount = money.Of(converted.Amount),
            Rows = [],
        };
        if (model is AttributionModels.Markov or AttributionModels.Shapley)
        {
            return ByChannel(result, kind, data, money);
        }

        return WithRows(result, data.Days
            .SelectMany(day => day.Rows)
            .Select(row => (Dimensions: row.Dimensions with { LandingPage = RollupDimensions.None }, Total: row.Credits.GetValueOrDefault((kind, model))))
            .Where(row => row.Total != default)
            .GroupBy(row => row.Dimensions, row => row.Total)
            .Select(group => (group.Key, Total: group.Aggregate((left, right) => left + right)))
            .Select(row => new AttributionRow(
                row.Key.Channel, row.Key.Source, row.Key.Medium, row.Key.Campaign, CreditTotal.Conversions(row.Total.Micro), money.Of(row.Total.Amount))));
    }

    /// <summary>Why a model of channels says nothing about few conversions.</summary>
    /// <param name="credited">What it found.</param>
    public static string TooFew(ChannelAttribution credited) =>
        $"not enough data: {credited.Conversions} conversions, at least {credited.Parameters.MinimumConversions} are needed";

    private static AttributionModelResult ByChannel(AttributionModelResult result, ConversionKind kind, ReportData data, ReportMoney money)
    {
        if (!data.ByChannel.TryGetValue((kind, result.Model), out var credited))
        {
            return result with { Note = data.NoChannelModels };
        }

        return credited.HasEnoughData
            ? WithRows(result, credited.Channels.Select(credit => new AttributionRow(
                credit.Channel, null, null, null, CreditTotal.Conversions(credit.MicroConversions), money.Of(credit.Amount))))
            : result with { Note = TooFew(credited) };
    }

    private static AttributionModelResult WithRows(AttributionModelResult result, IEnumerable<AttributionRow> rows)
    {
        var ordered = rows
            .OrderByDescending(row => row.Credit)
            .ThenByDescending(row => row.Amount)
            .ThenBy(row => row.Channel, StringComparer.Ordinal)
            .ThenBy(row => row.Source, StringComparer.Ordinal)
            .ThenBy(row => row.Medium, StringComparer.Ordinal)
            .ThenBy(row => row.Campaign, StringComparer.Ordinal)
            .ToList();
        return result with { Attributed = ordered.Sum(row => row.Credit), AttributedAmount = ordered.Sum(row => row.Amount), Rows = ordered };
    }
}
