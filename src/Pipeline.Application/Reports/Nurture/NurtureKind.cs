using Pipeline.Money;
using Pipeline.Tables;
using Pipeline.Time;

namespace Pipeline.Reports.Nurture;

/// <summary>How new leads warm up, cost per MQL, and what each activity does.</summary>
public sealed class NurtureKind(
    ReportMaterial source,
    LeadRecords leadRecords,
    MonthEndScores monthEnds,
    MqlThreshold threshold,
    ReportCosts costs,
    LocalTime localTime,
    ReportMoney money) : IReportKind
{
    private readonly NurtureExplanations _explanations = new(source, leadRecords, monthEnds, threshold, costs, localTime, money);

    /// <inheritdoc/>
    public string Name => "nurture";

    /// <inheritdoc/>
    public ReportNumbers Numbers => NurtureNumbers.All;

    /// <inheritdoc/>
    public async Task<IReport> AnswerAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await BuildAsync(query, cancellationToken) : await _explanations.ExplainAsync(query, cancellationToken);

    private async Task<NurtureReport> BuildAsync(ReportQuery query, CancellationToken cancellationToken) => NurtureBuilder.Build(
        query,
        await source.DaysAsync(query, cancellationToken),
        await monthEnds.ApplyAsync(await leadRecords.ListShortAsync(query.At, cancellationToken), query, cancellationToken),
        await costs.ListAsync(query, cancellationToken),
        await threshold.GetAsync(query, cancellationToken),
        localTime,
        money,
        source.MomentOf(query));
}
