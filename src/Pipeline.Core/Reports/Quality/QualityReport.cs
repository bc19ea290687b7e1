using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Rollups;
using Pipeline.Tables;
using Pipeline.Time;

namespace Pipeline.Reports.Quality;

/// <summary>How far the other reports can be trusted.</summary>
public sealed record QualityReport : IReport
{
    /// <inheritdoc/>
    public required DateOnly From { get; init; }

    /// <inheritdoc/>
    public required DateOnly To { get; init; }

    /// <summary>Moment that the report is true at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Model that tells which conversions no touch could take.</summary>
    public string Model { get; init; } = AttributionModels.First;

    /// <summary>Parameters of the model.</summary>
    public required AttributionParameters Parameters { get; init; }

    /// <summary>Visits, those of machines left out.</summary>
    public required long Visits { get; init; }

    /// <summary>Visits without a campaign.</summary>
    public required long WithoutCampaign { get; init; }

    /// <summary>Share of the visits without a campaign; null without visits.</summary>
    public required decimal? WithoutCampaignShare { get; init; }

    /// <summary>Conversions of every kind.</summary>
    public required decimal Conversions { get; init; }

    /// <summary>Conversions that no touch could take, by the first touch.</summary>
    public required decimal Unattributed { get; init; }

    /// <summary>Share of the conversions that no touch could take; null without conversions.</summary>
    public required decimal? UnattributedShare { get; init; }

    /// <summary>Sources with campaign data that no channel rule knows, most visits first.</summary>
    public required IReadOnlyList<UnmatchedSource> UnmatchedSources { get; init; }

    /// <summary>Cost rows of sources or campaigns that no visit or credit of the period has.</summary>
    public required IReadOnlyList<UnmatchedCost> UnmatchedCosts { get; init; }

    /// <summary>Local day of the last SQL, opportunity or customer; null when there was never one.</summary>
    public required DateOnly? LastCrmDay { get; init; }

    /// <summary>What is wrong with the CRM's uploads; null when nothing is.</summary>
    public required string? CrmFeed { get; init; }

    /// <summary>Visits that machines started.</summary>
    public required long BotVisits { get; init; }

    /// <summary>Page views of visitors that may not be recognised.</summary>
    public required long AnonymousPageViews { get; init; }

    /// <summary>Visitors active in the period whose browser several leads share.</summary>
    public required long SharedDevices { get; init; }

    /// <summary>
    /// Input rejected on the period's days by reason, up to the report's moment; <c>poison</c> are messages that failed their last try.
    /// </summary>
    public required IReadOnlyDictionary<string, long> Rejected { get; init; }

    /// <summary>Days that say something else than when they were first complete.</summary>
    public required IReadOnlyList<Restatement> Restated { get; init; }

    /// <inheritdoc/>
    public ReportTable ToTable() => new(
        "quality",
        ["check", "name", "count", NumberNames.Share, "detail", "model", "parameters"],
        [.. Cells().Select(cells => (IReadOnlyList<object?>)[.. cells, Model, Parameters.ToString()])]);

    private IEnumerable<IReadOnlyList<object?>> Cells() =>
        [
            [QualityNumbers.Visits, null, Visits, null, null],
            ["visits without campaign", null, WithoutCampaign, WithoutCampaignShare, null],
            ["unattributed conversions", null, Unattributed, UnattributedShare, null],
            .. UnmatchedSources.Select(
                source => (IReadOnlyList<object?>)["unmatched source", $"{source.Source} / {source.Medium}", source.Visits, null, null]),
            .. UnmatchedCosts.Select(cost =>
                (IReadOnlyList<object?>)["unmatched cost", $"{cost.Channel} / {cost.Source} / {cost.Campaign}", cost.Cost, null, null]),
            ["crm feed", null, null, null, CrmFeed ?? "ok"],
            ["bot visits excluded", null, BotVisits, null, null],
            ["anonymous page views", null, AnonymousPageViews, null, null],
            ["shared devices", null, SharedDevices, null, null],
            .. Rejected.Select(item => (IReadOnlyList<object?>)[QualityNumbers.Rejected, item.Key, item.Value, null, null]),
            .. Restated.Select(day => (IReadOnlyList<object?>)
            [
                "restated day", null, day.Visits, null,
                $"{LocalTime.Text(day.Day)}: {day.Describe()}",
            ]),
        ];
}
