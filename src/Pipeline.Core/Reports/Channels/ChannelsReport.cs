using Pipeline.Attribution;
using Pipeline.Rollups;
using Pipeline.Tables;
using Pipeline.Uploads;

namespace Pipeline.Reports.Channels;

/// <summary>What each channel, source, campaign or landing page brought in a period, by one attribution model.</summary>
public sealed record ChannelsReport : IReport
{
    /// <summary>Label of exact visitors.</summary>
    public const string ExactVisitors = ChannelsNumbers.Visitors;

    /// <summary>Label of visitors that are counted once a day.</summary>
    public const string DailyVisitors = "daily visitors";

    /// <inheritdoc/>
    public required DateOnly From { get; init; }

    /// <inheritdoc/>
    public required DateOnly To { get; init; }

    /// <summary>Time zone of the days.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Moment that the report is true at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Model that credits.</summary>
    public required string Model { get; init; }

    /// <summary>Why the model gives no value; null when it does.</summary>
    public string? Note { get; init; }

    /// <summary>Parameters of the model.</summary>
    public required AttributionParameters Parameters { get; init; }

    /// <summary>How far the rows are opened.</summary>
    public required ReportLevel Level { get; init; }

    /// <summary>What <see cref="ChannelRow.Visitors"/> counts: <see cref="ExactVisitors"/> or <see cref="DailyVisitors"/>.</summary>
    public required string VisitorsLabel { get; init; }

    /// <summary>Currency of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>Margin in <see cref="ChannelRow.Romi"/>, percent.</summary>
    public required decimal MarginPercent { get; init; }

    /// <summary>Days that say something else than when they were first complete.</summary>
    public required IReadOnlyList<Restatement> Restated { get; init; }

    /// <summary>
    /// One row for each name of the level that has a visit, a credit, a cost or an anonymous page view, most visits first.
    /// </summary>
    public required IReadOnlyList<ChannelRow> Rows { get; init; }

    /// <summary>Sums over the rows.</summary>
    public required ChannelRow Total { get; init; }

    /// <inheritdoc/>
    public ReportTable ToTable() => new(
        "channels",
        [
            RowColumns.RowType, "from", "to", Narrowing.Channel.Name, Narrowing.Source.Name, Narrowing.Campaign.Name,
            Narrowing.LandingPage.Name, ChannelsNumbers.Visits,
            VisitorsLabel.Replace(' ', '_'), TargetMetrics.Leads, TargetMetrics.Mql, TargetMetrics.Sql, TargetMetrics.Opportunities,
            TargetMetrics.Customers, ChannelsNumbers.Amount, ChannelsNumbers.Cost, "currency", ChannelsNumbers.VisitorToLead,
            ChannelsNumbers.CostPerLead,
            ChannelsNumbers.CostPerMql, ChannelsNumbers.CostPerCustomer, ChannelsNumbers.Roas, ChannelsNumbers.Romi, "margin_percent",
            ChannelsNumbers.AutomaticVisits, ChannelsNumbers.AnonymousPageViews, "model", "parameters",
        ],
        [.. Rows.Select(row => Cells(RowColumns.Row, row.Channel, row)), Cells(RowColumns.Total, null, Total)]);

    private IReadOnlyList<object?> Cells(string rowType, string? channel, ChannelRow row) =>
    [
        rowType, From, To, channel, row.Source, row.Campaign, row.LandingPage, row.Visits, row.Visitors, row.Leads, row.Mql, row.Sql,
        row.Opportunities, row.Customers, row.Amount, row.Cost, Currency, row.VisitorToLead, row.CostPerLead, row.CostPerMql,
        row.CostPerCustomer, row.Roas,
        row.Romi, MarginPercent, row.AutomaticVisits, row.AnonymousPageViews, Model, Parameters.ToString(),
    ];
}
