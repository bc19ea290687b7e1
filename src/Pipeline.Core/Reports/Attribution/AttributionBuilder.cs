using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Days;
using Pipeline.Money;
using Pipeline.Rollups;

namespace Pipeline.Reports.Attribution;

/// <summary>Builds the report of attribution; pure.</summary>
public static class AttributionBuilder
{
    /// <summary>Builds the report.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="data">What it is built from.</param>
    /// <param name="money">Shows amounts.</param>
    public static AttributionReport Build(ReportQuery query, ReportData data, ReportMoney money) => new()
    {
        From = query.From,
        To = query.To,
        TimeZone = query.Parameters.TimeZoneId,
        At = data.At,
        Kind = query.Kind,
        Currency = money.Currency,
        Parameters = query.Parameters,
        Restated = [.. data.Days.Select(day => Restatement.Of(day, money)).OfType<Restatement>()],
        Models = [.. query.Models.Select(model => Sum(model, query.Kind, data, money))],
    };

    private static AttributionModelResult Sum(string model, ConversionKind kind, ReportData data, ReportMoney money)
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
            .Select(row => (Dimensions: row.Dimensions with
            {
                LandingPage = RollupDimensions.None,
            }, Total: row.Credits.GetValueOrDefault((kind, model))))
            .Where(row => row.Total != default)
            .GroupBy(row => row.Dimensions, row => row.Total)
            .Select(group => (group.Key, Total: group.Aggregate((left, right) => left + right)))
            .Select(row => new AttributionRow(
                row.Key.Channel,
                row.Key.Source,
                row.Key.Medium,
                row.Key.Campaign,
                CreditTotal.Conversions(row.Total.Micro),
                money.Of(row.Total.Amount))));
    }

    private static AttributionModelResult ByChannel(AttributionModelResult result, ConversionKind kind, ReportData data, ReportMoney money)
    {
        if (!data.ByChannel.TryGetValue((kind, result.Model), out var credited))
        {
            return result with { Note = data.NoChannelModels };
        }

        var names = ShownDays.SpellingsOf(data.Days).Channels;
        return credited.HasEnoughData
            ? WithRows(result, credited.Channels.Select(credit => new AttributionRow(
                names.Of(credit.Channel), null, null, null, CreditTotal.Conversions(credit.MicroConversions), money.Of(credit.Amount))))
            : result with { Note = ReportData.TooFew(credited) };
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
        return result with
        {
            Attributed = ordered.Sum(row => row.Credit),
            AttributedAmount = ordered.Sum(row => row.Amount),
            Rows = ordered,
        };
    }
}
