using System.Globalization;
using Pipeline.Attribution;
using Pipeline.Tables;

namespace Pipeline.Reports.Nurture;

/// <summary>How new leads warm up, what an MQL costs, and which activities do nothing.</summary>
public sealed record NurtureReport : IReport
{
    /// <inheritdoc/>
    public required DateOnly From { get; init; }

    /// <inheritdoc/>
    public required DateOnly To { get; init; }

    /// <summary>Moment that the report is true at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Currency of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>Model that credits MQL to campaigns.</summary>
    public required string Model { get; init; }

    /// <summary>Why the model credits no campaign; null when it does.</summary>
    public string? Note { get; init; }

    /// <summary>Parameters of the model.</summary>
    public required AttributionParameters Parameters { get; init; }

    /// <summary>The months that the period touches, whole.</summary>
    public required IReadOnlyList<NurtureMonth> Months { get; init; }

    /// <summary>Cost per MQL by campaign of the cost rows, dearest first, and at last what belongs to none: <c>(none)</c>.</summary>
    public required IReadOnlyList<CampaignCost> Campaigns { get; init; }

    /// <summary>Sums over <see cref="Campaigns"/>.</summary>
    public required CampaignCost CampaignTotal { get; init; }

    /// <summary>Activities of the period's new leads, those with most points first.</summary>
    public required IReadOnlyList<ActivityEffect> Activities { get; init; }

    /// <inheritdoc/>
    public ReportTable ToTable() => new(
        "nurture",
        [
            RowColumns.RowType, "section", Narrowing.Month.Name, "name", NurtureNumbers.Leads, NurtureNumbers.Reopened, NurtureNumbers.Mql,
            NurtureNumbers.Times, NurtureNumbers.Points, NurtureNumbers.Effect,
            NurtureNumbers.Cost, NurtureNumbers.CostPerMql, "currency", "model", "parameters",
        ],
        [
            .. Months.Select(month => (IReadOnlyList<object?>)
            [
                RowColumns.Row, Narrowing.Month.Name, month.Month.ToString(), null, month.NewLeads, month.ReopenedLeads, month.Mql, null,
                null, null, null, null, null, Model,
                Parameters.ToString(),
            ]),
            .. Months.SelectMany(month => month.ScoreProfile, (month, bucket) => (IReadOnlyList<object?>)
            [
                RowColumns.Row, NurtureNumbers.Score, month.Month.ToString(), NameOf(bucket), bucket.Leads, null, null, null, null, null,
                null, null, null, Model, Parameters.ToString(),
            ]),
            .. Campaigns.Select(campaign => Cells(RowColumns.Row, campaign.Campaign, campaign)),
            Cells(RowColumns.Total, null, CampaignTotal),
            .. Activities.Select(activity => (IReadOnlyList<object?>)
            [
                RowColumns.Row, NurtureNumbers.Activity, null, activity.Activity, activity.Leads, null, null, activity.Times,
                activity.Points, activity.Effect, null, null, null, Model,
                Parameters.ToString(),
            ]),
        ]);

    private IReadOnlyList<object?> Cells(string rowType, string? name, CampaignCost campaign) =>
    [
        rowType, Narrowing.Campaign.Name, null, name, null, null, campaign.Mql, null, null, null, campaign.Cost, campaign.CostPerMql,
        Currency, Model, Parameters.ToString(),
    ];

    private static string NameOf(ScoreBucket bucket) => string.Create(
        CultureInfo.InvariantCulture, $"{bucket.From} to below {bucket.Below?.ToString(CultureInfo.InvariantCulture) ?? "∞"}");
}
