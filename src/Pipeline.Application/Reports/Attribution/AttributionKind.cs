using Pipeline.Money;
using Pipeline.Reports.Channels;
using Pipeline.Reports.Deals;
using Pipeline.Tables;

namespace Pipeline.Reports.Attribution;

/// <summary>Credit by model, or one deal touch by touch. It opens the numbers that the report of channels has.</summary>
public sealed class AttributionKind(ReportDataReader reader, ChannelsKind channels, DealView deals, ReportMoney money) : IReportKind
{
    /// <inheritdoc/>
    public string Name => "attribution";

    /// <inheritdoc/>
    public ReportNumbers Numbers => channels.Numbers;

    /// <inheritdoc/>
    public async Task<IReport> AnswerAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Deal is not null ? await deals.BuildAsync(query, cancellationToken)
        : query.Explain is not null ? await channels.AnswerAsync(query, cancellationToken)
        : await BuildAsync(query, cancellationToken);

    /// <summary>Builds the report.</summary>
    /// <param name="query">What is asked for.</param>
    public async Task<AttributionReport> BuildAsync(ReportQuery query, CancellationToken cancellationToken) =>
        AttributionBuilder.Build(query, await reader.ReadAsync(query, [query.Kind], cancellationToken), money);
}
