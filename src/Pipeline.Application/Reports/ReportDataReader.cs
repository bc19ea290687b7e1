using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Time;

namespace Pipeline.Reports;

/// <summary>Reads what the reports of channels and attribution are built from.</summary>
public sealed class ReportDataReader(ReportMaterial source, ChannelModels channelModels)
{
    /// <summary>Reads the days of the period, and the credits by models of channels when one is asked for.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="kinds">Kinds of conversion to credit.</param>
    public async Task<ReportData> ReadAsync(ReportQuery query, IReadOnlyList<ConversionKind> kinds, CancellationToken cancellationToken)
    {
        var data = new ReportData { At = source.MomentOf(query), Days = await source.DaysAsync(query, cancellationToken) };
        if (!query.Models.Any(model => model is AttributionModels.Markov or AttributionModels.Shapley))
        {
            return data;
        }

        if (!Month.AreWhole(query.From, query.To))
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
