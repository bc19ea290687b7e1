using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Reporting.Explanations;
using Pipeline.Reporting.Inputs;
using Pipeline.Reporting.Tables;

namespace Pipeline.Reporting;

/// <summary>Gives the reports of channels and attribution, single deals, and the rows behind a number.</summary>
public sealed class ReportHandler(ReportSource source, ChannelModels channelModels, ChannelExplanations explanations, ICostStore costs, ReportMoney money)
{
    private static readonly ConversionKind[] AllKinds = Enum.GetValues<ConversionKind>();

    /// <summary>What each channel brought, or the rows behind one of its numbers.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReport> AnswerChannelsAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await ChannelsAsync(query, cancellationToken) : await explanations.ExplainAsync(query, cancellationToken);

    /// <summary>Credit by model, one deal touch by touch, or the rows behind a number.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReport> AnswerAttributionAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Deal is not null ? await DealAsync(query, cancellationToken)
        : query.Explain is not null ? await explanations.ExplainAsync(query, cancellationToken)
        : await AttributionAsync(query, cancellationToken);

    /// <summary>What each channel brought.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<ChannelsReport> ChannelsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var first = query with { Models = [query.Models[0]] };
        var data = await DataAsync(first, AllKinds, cancellationToken);
        return new ChannelsBuilder(first, data with { Costs = await costs.ListCostsAsync(query.From, source.CostsTo(query, query.To), cancellationToken) }, money).Build();
    }

    /// <summary>Credit by model.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<AttributionReport> AttributionAsync(ReportQuery query, CancellationToken cancellationToken) =>
        AttributionReport.Build(query, await DataAsync(query, [query.Kind], cancellationToken), money);

    /// <summary>One deal by every model, touch by touch. Without a period the last <see cref="ReportQuery.MaxDays"/> days are looked through.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<DealReport> DealAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var wide = query.HasPeriod ? query : query with { From = query.To.AddDays(1 - ReportQuery.MaxDays) };
        var journeys = await source.JourneysAsync(wide, cancellationToken);
        return DealReport.Build(wide, journeys.Where(item => DealReport.IsOf(item.Journey.Conversion, query.Deal!)), money, source.MomentOf(query));
    }

    private async Task<ReportData> DataAsync(ReportQuery query, IReadOnlyList<ConversionKind> kinds, CancellationToken cancellationToken)
    {
        var data = new ReportData { At = source.MomentOf(query), Days = await source.DaysAsync(query, cancellationToken) };
        if (!query.Models.Any(model => model is AttributionModels.Markov or AttributionModels.Shapley))
        {
            return data;
        }

        if (!Months.AreWhole(query.From, query.To))
        {
            return data with { NoChannelModels = ChannelModels.WholeMonthsOnly };
        }

        var journeys = await source.JourneysAsync(query, cancellationToken);
        return data with
        {
            ByChannel = await channelModels.AttributeAsync(query, kinds, [.. journeys.Select(item => item.Journey)], cancellationToken),
        };
    }
}
