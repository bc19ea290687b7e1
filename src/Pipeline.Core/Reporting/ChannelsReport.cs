using Pipeline.Attribution;
using Pipeline.Reporting.Tables;

namespace Pipeline.Reporting;

/// <summary>What each channel brought in a period, by one attribution model.</summary>
public sealed record ChannelsReport : IReport
{
    /// <summary>First local day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last local day; inclusive.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Time zone of the days.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Moment that the report is true at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Model that credits leads and MQL.</summary>
    public required string Model { get; init; }

    /// <summary>Parameters of the model.</summary>
    public required AttributionParameters Parameters { get; init; }

    /// <summary>One row for each channel that has a visit, a credit or an anonymous page view, the one with most visits first.</summary>
    public required IReadOnlyList<ChannelRow> Rows { get; init; }

    /// <summary>Sums over the rows.</summary>
    public required ChannelRow Total { get; init; }

    /// <inheritdoc/>
    public ReportTable ToTable() => new(
        "channels",
        ["channel", "visits", "leads", "mql", "visitor_to_lead", "automatic_visits", "anonymous_page_views", "model", "parameters"],
        [.. Rows.Select(row => (IReadOnlyList<object?>)
        [
            row.Channel, row.Visits, row.Leads, row.Mql, row.VisitorToLead, row.AutomaticVisits, row.AnonymousPageViews, Model, Parameters.ToString(),
        ])]);

    /// <summary>Sums rolled-up days.</summary>
    /// <param name="query">What was asked for; the first of its models credits.</param>
    /// <param name="days">Rolled-up days of the period.</param>
    /// <param name="parameters">Parameters of the models.</param>
    /// <param name="at">Moment that the days are true at.</param>
    public static ChannelsReport Build(ReportQuery query, IReadOnlyList<RolledUpDay> days, AttributionParameters parameters, DateTimeOffset at)
    {
        var model = query.Models[0];
        var rows = days.SelectMany(day => day.Rows).ToList();
        var byChannel = rows.ToLookup(row => row.Dimensions.Channel);
        var anonymous = days.SelectMany(day => day.AnonymousPageViews).ToLookup(pair => pair.Key, pair => pair.Value);
        return new ChannelsReport
        {
            From = query.From,
            To = query.To,
            TimeZone = parameters.TimeZoneId,
            At = at,
            Model = model,
            Parameters = parameters,
            Rows =
            [
                .. byChannel.Select(group => group.Key).Union(anonymous.Select(group => group.Key))
                    .Select(channel => ChannelRow.Sum(channel, byChannel[channel], model) with { AnonymousPageViews = anonymous[channel].Sum() })
                    .OrderByDescending(row => row.Visits)
                    .ThenBy(row => row.Channel, StringComparer.Ordinal),
            ],
            Total = ChannelRow.Sum("Total", rows, model) with { AnonymousPageViews = anonymous.Sum(group => group.Sum()) },
        };
    }
}
