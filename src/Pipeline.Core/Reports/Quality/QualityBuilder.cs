using System.Globalization;
using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Channels;
using Pipeline.Days;
using Pipeline.Money;
using Pipeline.Rollups;
using Pipeline.Time;
using Pipeline.Uploads;

namespace Pipeline.Reports.Quality;

/// <summary>Builds the report of quality; pure.</summary>
public static class QualityBuilder
{
    /// <summary>Days without SQL, opportunity or customer from which the CRM counts as silent: 14.</summary>
    public const int SilentDays = 14;

    /// <summary>Most unmatched sources and costs listed.</summary>
    public const int MaxListed = 100;

    /// <summary>Builds the report.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="days">Rolled-up days of the period.</param>
    /// <param name="leads">Every lead.</param>
    /// <param name="costs">Costs of the period.</param>
    /// <param name="sharedDevices">Visitors active in the period whose browser several leads share.</param>
    /// <param name="rejected">Rejected input by reason.</param>
    /// <param name="localTime">Cuts local days.</param>
    /// <param name="money">Shows amounts.</param>
    /// <param name="at">Moment that all is true at.</param>
    public static QualityReport Build(
        ReportQuery query,
        IReadOnlyList<RolledUpDay> days,
        IReadOnlyList<LeadRecord> leads,
        IReadOnlyList<CostLine> costs,
        long sharedDevices,
        IReadOnlyDictionary<string, long> rejected,
        LocalTime localTime,
        ReportMoney money,
        DateTimeOffset at)
    {
        var rows = days.SelectMany(day => day.Rows).ToList();
        var visits = rows.Sum(row => row.Visits);
        var without = rows.Where(row => row.Dimensions.Campaign == RollupDimensions.None).Sum(row => row.Visits);
        var conversions = CreditTotal.Conversions(days.Sum(day => day.Converted.Values.Sum(total => total.Micro)));
        var unattributed = CreditTotal.Conversions(rows.Where(row => row.Dimensions.Channel == UnknownSource.Channel)
            .Sum(row => row.Credits.Where(credit => credit.Key.Model == AttributionModels.First).Sum(credit => credit.Value.Micro)));
        var last = leads.SelectMany(lead => lead.Conversions)
            .Where(conversion => conversion.Conversion.Kind > ConversionKind.Mql)
            .Select(conversion => (DateOnly?)localTime.DayOf(conversion.Conversion.At)).Max();
        return new QualityReport
        {
            From = query.From,
            To = query.To,
            At = at,
            Parameters = query.Parameters,
            Visits = visits,
            WithoutCampaign = without,
            WithoutCampaignShare = ReportMoney.Rate(without, visits),
            Conversions = conversions,
            Unattributed = unattributed,
            UnattributedShare = ReportMoney.Rate(unattributed, conversions),
            UnmatchedSources =
            [
                .. rows.Where(row => row.Dimensions.Channel == ChannelNames.OtherCampaign && row.Visits > 0)
                    .GroupBy(row => (row.Dimensions.Source, row.Dimensions.Medium))
                        .Select(group => new UnmatchedSource(group.Key.Source, group.Key.Medium, group.Sum(row => row.Visits)))
                        .OrderByDescending(source => source.Visits)
                    .ThenBy(source => source.Source, StringComparer.Ordinal)
                    .ThenBy(source => source.Medium, StringComparer.Ordinal)
                        .Take(MaxListed),
            ],
            UnmatchedCosts = UnmatchedCosts(rows, ShownCosts.Of(costs, days), money),
            LastCrmDay = last,
            CrmFeed = CrmFeed(last, localTime.DayOf(at)),
            BotVisits = rows.Sum(row => row.AutomaticVisits),
            AnonymousPageViews = days.Sum(day => day.AnonymousPageViews.Values.Sum()),
            SharedDevices = sharedDevices,
            Rejected = rejected,
            Restated = [.. days.Select(day => Restatement.Of(day, money)).OfType<Restatement>()],
        };
    }

    private static string? CrmFeed(
        DateOnly? last, DateOnly today) => last is not { } day
            ? "no SQL, opportunity or customer ever: upload the CRM's stages"
            : today.DayNumber - day.DayNumber > SilentDays
            ? $"no SQL, opportunity or customer since {day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}"
            : null;

    /// <summary>
    /// Costs of channels, sources or campaigns without a visit or conversion, greatest first, at most <see cref="MaxListed"/>.
    /// </summary>
    /// <param name="rows">Rolled-up rows of the period.</param>
    /// <param name="costs">Costs of the period, with names as the rows have them.</param>
    /// <param name="money">Shows amounts.</param>
    public static IReadOnlyList<UnmatchedCost> UnmatchedCosts(IEnumerable<RollupRow> rows, IReadOnlyList<CostLine> costs, ReportMoney money)
    {
        var known = rows.SelectMany(row => new (string, string?, string?)[]
        {
            (row.Dimensions.Channel, null, null),
            (row.Dimensions.Channel, row.Dimensions.Source, null),
            (row.Dimensions.Channel, null, row.Dimensions.Campaign),
            (row.Dimensions.Channel, row.Dimensions.Source, row.Dimensions.Campaign),
        }).ToHashSet();
        return
        [
            .. costs.GroupBy(cost => (cost.Channel, cost.Source, cost.Campaign))
                .Where(group => !known.Contains(group.Key))
                    .Select(group => new UnmatchedCost(
                        group.Key.Channel, group.Key.Source, group.Key.Campaign, money.Of(group.Sum(cost => cost.Amount))))
                    .OrderByDescending(cost => cost.Cost)
                .ThenBy(cost => cost.Channel, StringComparer.Ordinal)
                .ThenBy(cost => cost.Source, StringComparer.Ordinal)
                    .ThenBy(cost => cost.Campaign, StringComparer.Ordinal)
                    .Take(MaxListed),
        ];
    }
}
