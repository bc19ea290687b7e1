using Pipeline.Money;
using Pipeline.Tables;
using Pipeline.Time;

namespace Pipeline.Reports.Funnel;

/// <summary>How many entered each stage, how fast, and where it leaks.</summary>
public sealed class FunnelKind(ReportMaterial source, LeadRecords leadRecords, LocalTime localTime, ReportMoney money) : IReportKind
{
    private readonly FunnelExplanations _explanations = new(source, leadRecords, localTime, money);

    /// <inheritdoc/>
    public string Name => "funnel";

    /// <inheritdoc/>
    public ReportNumbers Numbers => FunnelNumbers.All;

    /// <inheritdoc/>
    public async Task<IReport> AnswerAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await BuildAsync(query, cancellationToken) : await _explanations.ExplainAsync(query, cancellationToken);

    private async Task<FunnelReport> BuildAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var days = await source.DaysAsync(query with { From = FunnelBuilder.PreviousFrom(query) }, cancellationToken);
        return FunnelBuilder.Build(
            query, days, await leadRecords.ListShortAsync(query.At, cancellationToken), localTime, source.MomentOf(query));
    }
}
