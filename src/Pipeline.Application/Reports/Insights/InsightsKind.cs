using Pipeline.Money;
using Pipeline.Tables;
using Pipeline.Time;

namespace Pipeline.Reports.Insights;

/// <summary>What customers did that other leads did not, and how well the MQL threshold tells them apart.</summary>
public sealed class InsightsKind(
    ReportMaterial source, LeadRecords leadRecords, MqlThreshold threshold, LocalTime localTime, ReportMoney money) : IReportKind
{
    private readonly InsightsExplanations _explanations = new(leadRecords, threshold, localTime, money);

    /// <inheritdoc/>
    public string Name => "insights";

    /// <inheritdoc/>
    public ReportNumbers Numbers => InsightsNumbers.All;

    /// <inheritdoc/>
    public async Task<IReport> AnswerAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await BuildAsync(query, cancellationToken) : await _explanations.ExplainAsync(query, cancellationToken);

    private async Task<InsightsReport> BuildAsync(ReportQuery query, CancellationToken cancellationToken) => InsightsBuilder.Build(
        query,
        await leadRecords.ListAsync(query.At, cancellationToken),
        await threshold.GetAsync(query, cancellationToken),
        localTime,
        source.MomentOf(query));
}
