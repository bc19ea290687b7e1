using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Money;
using Pipeline.Text;

namespace Pipeline.Reports.Paths;

/// <summary>Builds the report of paths; pure.</summary>
public static class PathsBuilder
{
    /// <summary>Builds the report.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="journeys">Conversions of the period, of any kind.</param>
    /// <param name="others">Paths that did not convert.</param>
    /// <param name="money">Shows amounts.</param>
    /// <param name="at">Moment that all is true at.</param>
    public static PathsReport Build(
        ReportQuery query, IEnumerable<Journey> journeys, IEnumerable<ChannelPath> others, ReportMoney money, DateTimeOffset at)
    {
        var steps = journeys.Where(journey => journey.Conversion.Kind == query.Kind).OrderBy(journey => journey.Conversion.At)
            .Select(journey => (Path: ChannelPath.Of(journey, query.Parameters), Days: DaysOf(journey, query.Parameters)))
            .Concat(others.Select(path => (Path: path, Days: (double?)null)))
            .ToList();
        var all = steps.GroupBy(item => WayNames.Of(item.Path.Channels), NameFold.Comparer)
            .Select(group => Row(group.Key, [.. group], money))
                .OrderByDescending(row => row.Conversions)
            .ThenByDescending(row => row.NonConversions)
            .ThenBy(row => row.Path, StringComparer.Ordinal)
                .ToList();
        var shown = all.Take(PathsReport.MaxRows).ToList();
        if (all.Count > shown.Count)
        {
            var names = shown.Select(row => row.Path).ToHashSet(NameFold.Comparer);
            shown.Add(Row(RollupDimensions.Other, [.. steps.Where(item => !names.Contains(WayNames.Of(item.Path.Channels)))], money));
        }

        return new PathsReport
        {
            From = query.From,
            To = query.To,
            At = at,
            Kind = query.Kind,
            Currency = money.Currency,
            Parameters = query.Parameters,
            Rows = shown,
            Total = Row("Total", steps, money),
        };
    }

    private static PathRow Row(string name, IReadOnlyList<(ChannelPath Path, double? Days)> items, ReportMoney money)
    {
        var conversions = items.Sum(item => item.Path.Conversions);
        var others = items.Sum(item => item.Path.NonConversions);
        return new PathRow(
            name,
            conversions,
            others,
            ReportMoney.Rate(conversions, conversions + others),
            money.Of(items.Sum(item => item.Path.Amount)),
            StageCounts.Median(items.Where(item => item.Path.Conversions > 0).Select(item => item.Days).OfType<double>()));
    }

    /// <summary>Days from the first touch that counts to the conversion; null without any.</summary>
    /// <param name="journey">Conversion.</param>
    /// <param name="parameters">Which touches count.</param>
    public static double? DaysOf(Journey journey, AttributionParameters parameters) =>
        Eligibility.Select(journey.Touches, journey.Credited.At, parameters) is [var first, ..]
            ? (journey.Credited.At - first.At).TotalDays
            : null;
}
