using Pipeline.Reporting.Explanations;
using Pipeline.Reporting.Funnel;
using Pipeline.Reporting.Inputs;
using Pipeline.Reporting.Insights;
using Pipeline.Reporting.Nurture;
using Pipeline.Reporting.Paths;
using Pipeline.Reporting.Quality;
using Pipeline.Reporting.Runway;
using Pipeline.Reporting.Tables;
using Pipeline.Settings;

namespace Pipeline.Reporting;

/// <summary>Gives the reports of stages, plans, nurturing, paths, insights and quality.</summary>
public sealed class StageReportHandler(
    ReportSource source,
    LeadRecords leadRecords,
    MonthEnds monthEnds,
    ChannelModels channelModels,
    QualityFacts qualityFacts,
    ICostStore costs,
    ITargetStore targets,
    RulesSource rules,
    LocalTime localTime,
    StageNumbers numbers,
    ReportMoney money)
{
    /// <summary>The funnel of the period against the one before.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReport> FunnelAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await BuildFunnelAsync(query, cancellationToken) : await numbers.FunnelAsync(query, cancellationToken);

    private async Task<IReport> BuildFunnelAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var days = await source.DaysAsync(query with { From = FunnelBuilder.PreviousFrom(query) }, cancellationToken);
        return FunnelBuilder.Build(query, days, await leadRecords.ListAsync(query.At, cancellationToken), localTime, source.MomentOf(query));
    }

    /// <summary>Planned against actual over twelve months.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReport> RunwayAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await BuildRunwayAsync(query, cancellationToken) : await numbers.RunwayAsync(query, cancellationToken);

    private async Task<IReport> BuildRunwayAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var months = RunwayBuilder.MonthsOf(query);
        var (from, to) = (months[0].AddMonths(-1), Months.EndOf(months[^1]));
        var report = new RunwayBuilder(query, months, localTime, money, source.MomentOf(query)).Build(
            await source.DaysAsync(query with { From = from, To = to }, cancellationToken),
            await leadRecords.ListAsync(query.At, cancellationToken),
            await costs.ListCostsAsync(months[0], source.CostsTo(query, to), cancellationToken),
            await targets.ListTargetsAsync(from, to, cancellationToken));
        return report with { ShowsNextYear = query.NextYear };
    }

    /// <summary>How new leads warm up.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReport> NurtureAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await BuildNurtureAsync(query, cancellationToken) : await numbers.NurtureAsync(query, cancellationToken);

    private async Task<IReport> BuildNurtureAsync(ReportQuery query, CancellationToken cancellationToken) => NurtureBuilder.Build(
        query,
        await source.DaysAsync(query, cancellationToken),
        await monthEnds.ApplyAsync(await leadRecords.ListAsync(query.At, cancellationToken), query, cancellationToken),
        await costs.ListCostsAsync(query.From, source.CostsTo(query, query.To), cancellationToken),
        await ThresholdAsync(query, cancellationToken),
        localTime,
        money,
        source.MomentOf(query));

    /// <summary>Which ways lead to a conversion.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReport> PathsAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await BuildPathsAsync(query, cancellationToken) : await numbers.PathsAsync(query, cancellationToken);

    private async Task<IReport> BuildPathsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var journeys = await source.JourneysAsync(query, cancellationToken);
        var leads = await leadRecords.ListWithVisitorsAsync(query.At, cancellationToken);
        var others = await channelModels.NonConvertingAsync(query, query.Kind, leads, cancellationToken);
        return PathsBuilder.Build(query, journeys.Select(item => item.Journey), others.Select(other => other.Path), money, source.MomentOf(query));
    }

    /// <summary>What customers did that other leads did not.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReport> InsightsAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await BuildInsightsAsync(query, cancellationToken) : await numbers.InsightsAsync(query, cancellationToken);

    private async Task<IReport> BuildInsightsAsync(ReportQuery query, CancellationToken cancellationToken) => InsightsBuilder.Build(
        query,
        await leadRecords.ListAsync(query.At, cancellationToken),
        await ThresholdAsync(query, cancellationToken),
        localTime,
        source.MomentOf(query));

    /// <summary>How far the other reports can be trusted.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReport> QualityAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await BuildQualityAsync(query, cancellationToken) : await numbers.QualityAsync(query, cancellationToken);

    private async Task<IReport> BuildQualityAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var leads = await leadRecords.ListWithVisitorsAsync(query.At, cancellationToken);
        return QualityBuilder.Build(
            query,
            await source.DaysAsync(query, cancellationToken),
            leads,
            await costs.ListCostsAsync(query.From, source.CostsTo(query, query.To), cancellationToken),
            (await qualityFacts.SharedDevicesAsync(query, leads, cancellationToken)).Count,
            await qualityFacts.CountRejectedAsync(query, cancellationToken),
            localTime,
            money,
            source.MomentOf(query));
    }

    private async Task<double> ThresholdAsync(ReportQuery query, CancellationToken cancellationToken) =>
        (await rules.GetAsync(cancellationToken)).Scoring.At(source.MomentOf(query)).Rules.Rules.EnterThreshold;
}
