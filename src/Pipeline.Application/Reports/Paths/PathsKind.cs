using Pipeline.Days;
using Pipeline.Money;
using Pipeline.Tables;
using Pipeline.Time;

namespace Pipeline.Reports.Paths;

/// <summary>Which ways lead to a conversion and which to nothing.</summary>
public sealed class PathsKind(
    ReportMaterial source, LeadRecords leadRecords, ChannelModels channelModels, IDayIndex dayIndex, LocalTime localTime, ReportMoney money)
    : IReportKind
{
    private readonly PathsExplanations _explanations = new(source, leadRecords, channelModels, dayIndex, localTime, money);

    /// <inheritdoc/>
    public string Name => "paths";

    /// <inheritdoc/>
    public ReportNumbers Numbers => PathsNumbers.All;

    /// <inheritdoc/>
    public async Task<IReport> AnswerAsync(ReportQuery query, CancellationToken cancellationToken) =>
        query.Explain is null ? await BuildAsync(query, cancellationToken) : await _explanations.ExplainAsync(query, cancellationToken);

    private async Task<PathsReport> BuildAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var journeys = await source.JourneysAsync(query, cancellationToken);
        var leads = await leadRecords.ListWithVisitorsAsync(query.At, cancellationToken);
        var others = await channelModels.NonConvertingAsync(query, query.Kind, leads, cancellationToken);
        return PathsBuilder.Build(
            query, journeys.Select(item => item.Journey), others.Select(other => other.Path), money, source.MomentOf(query));
    }
}
