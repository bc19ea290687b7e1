using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Money;
using Pipeline.Tables;
using Pipeline.Time;

namespace Pipeline.Reports.Channels;

/// <summary>What each channel, source, campaign or landing page brought.</summary>
public sealed class ChannelsKind(
    ReportMaterial source,
    ReportDataReader reader,
    ChannelModels channelModels,
    LeadRecords leadRecords,
    ReportCosts costs,
    IDayIndex dayIndex,
    LocalTime localTime,
    ReportMoney money) : IReportKind
{
    private static readonly ConversionKind[] AllKinds = Enum.GetValues<ConversionKind>();

    private readonly ChannelsExplanations _explanations = new(source, channelModels, leadRecords, costs, dayIndex, localTime, money);

    /// <inheritdoc/>
    public string Name => "channels";

    /// <inheritdoc/>
    public ReportNumbers Numbers => ChannelsNumbers.All;

    /// <inheritdoc/>
    public async Task<IReport> AnswerAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await BuildAsync(query, cancellationToken) : await _explanations.ExplainAsync(query, cancellationToken);

    /// <summary>Builds the report.</summary>
    /// <param name="query">What is asked for; the first of its models credits.</param>
    public async Task<ChannelsReport> BuildAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var first = query with { Models = [query.Models[0]] };
        var data = await reader.ReadAsync(first, AllKinds, cancellationToken);
        return new ChannelsBuilder(first, data with { Costs = await costs.ListAsync(query, cancellationToken) }, money).Build();
    }
}
