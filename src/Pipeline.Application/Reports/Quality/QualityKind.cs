using Pipeline.Money;
using Pipeline.Rejected;
using Pipeline.Tables;
using Pipeline.Time;

namespace Pipeline.Reports.Quality;

/// <summary>How far the other reports can be trusted.</summary>
public sealed class QualityKind(
    ReportMaterial source, LeadRecords leadRecords, ReportCosts costs, IRejectedStore rejected, LocalTime localTime, ReportMoney money)
    : IReportKind
{
    private readonly QualityFacts _facts = new(source, rejected, localTime);
    private readonly QualityExplanations _explanations = new(source, leadRecords, costs, rejected, localTime, money);

    /// <inheritdoc/>
    public string Name => "quality";

    /// <inheritdoc/>
    public ReportNumbers Numbers => QualityNumbers.All;

    /// <inheritdoc/>
    public async Task<IReport> AnswerAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await BuildAsync(query, cancellationToken) : await _explanations.ExplainAsync(query, cancellationToken);

    private async Task<QualityReport> BuildAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var leads = await leadRecords.ListWithVisitorsAsync(query.At, cancellationToken);
        return QualityBuilder.Build(
            query,
            await source.DaysAsync(query, cancellationToken),
            leads,
            await costs.ListAsync(query, cancellationToken),
            (await _facts.SharedDevicesAsync(query, leads, cancellationToken)).Count,
            await _facts.CountRejectedAsync(query, cancellationToken),
            localTime,
            money,
            source.MomentOf(query));
    }
}
