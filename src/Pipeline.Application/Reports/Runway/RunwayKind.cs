using Pipeline.Money;
using Pipeline.Tables;
using Pipeline.Time;
using Pipeline.Uploads;

namespace Pipeline.Reports.Runway;

/// <summary>Planned against actual over twelve months, and the plan for next year.</summary>
public sealed class RunwayKind(
    ReportMaterial source, LeadRecords leadRecords, ReportCosts costs, ITargetStore targets, LocalTime localTime, ReportMoney money)
    : IReportKind
{
    private readonly RunwayExplanations _explanations = new(source, leadRecords, costs, targets, localTime, money);

    /// <inheritdoc/>
    public string Name => "runway";

    /// <inheritdoc/>
    public ReportNumbers Numbers => RunwayNumbers.All;

    /// <inheritdoc/>
    public async Task<IReport> AnswerAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await BuildAsync(query, cancellationToken) : await _explanations.ExplainAsync(query, cancellationToken);

    private async Task<RunwayReport> BuildAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var months = RunwayBuilder.MonthsOf(query);
        var shown = query with { From = months[0].FirstDay, To = months[^1].LastDay };

        // Growth of the first month needs the one before.
        var wide = shown with { From = months[0].Plus(-1).FirstDay };
        var report = new RunwayBuilder(query, months, localTime, money, source.MomentOf(query)).Build(
            await source.DaysAsync(wide, cancellationToken),
            await leadRecords.ListShortAsync(query.At, cancellationToken),
            await costs.ListAsync(shown, cancellationToken),
            await targets.ListTargetsAsync(wide.From, wide.To, cancellationToken));
        return report with { ShowsNextYear = query.NextYear };
    }
}
