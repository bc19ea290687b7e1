using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Money;
using Pipeline.Reports.Explanations;
using Pipeline.Text;
using Pipeline.Time;

namespace Pipeline.Reports.Paths;

/// <summary>Opens the numbers of the report of ways: gives the conversions, visitors and leads behind each.</summary>
internal sealed class PathsExplanations(
    ReportMaterial source, LeadRecords leadRecords, ChannelModels channelModels, IDayIndex dayIndex, LocalTime localTime, ReportMoney money)
{
    private readonly ExplainedRows _rows = new(localTime, money);
    private readonly PathsRows _own = new(localTime, money);
    private readonly VisitorNames _visitorNames = new(dayIndex);

    public async Task<ReportExplanation> ExplainAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        if (query.Explain == PathsNumbers.Rate)
        {
            return await ComputedNumber.OpenAsync(
                query,
                ExplainAsync,
                [PathsNumbers.Conversions, PathsNumbers.NonConversions],
                parts => ReportMoney.Rate(parts[0].Sum, parts[0].Sum + parts[1].Sum),
                cancellationToken);
        }

        var journeys = (await source.JourneysAsync(query, cancellationToken)).Where(item => item.Journey.Conversion.Kind == query.Kind)
            .Select(item => (Path: WayNames.Of(ChannelPath.Of(item.Journey, query.Parameters).Channels), Item: item)).ToList();
        var leads = await leadRecords.ListWithVisitorsAsync(query.At, cancellationToken);
        var others = (await channelModels.NonConvertingAsync(query, query.Kind, leads, cancellationToken))
            .Select(other => (Path: WayNames.Of(other.Path.Channels), Item: other)).ToList();
        var isAsked = IsAsked(query, journeys.Select(item => item.Item.Journey), others.Select(other => other.Item.Path));
        var converted = journeys.Where(item => isAsked(item.Path));
        switch (query.Explain)
        {
            case PathsNumbers.MedianDays:
                var timed = Build(query, converted.SelectMany(item => _own.Durations(item.Item, item.Path, query.Parameters)));
                return timed with { Value = StageCounts.Median(timed.Rows.Select(row => row.Exact)) };
            case PathsNumbers.Conversions or PathsNumbers.Amount:
                var found = converted.ToDictionary(item => item.Item.Journey.Conversion.Id, item => item.Path, StringComparer.Ordinal);
                return Build(
                    query, _rows.Conversions(converted.Select(item => item.Item)).Select(row => row with { Detail = found[row.Id] }));
            default:
                var ids = await _visitorNames.ListAsync(query, others.Select(other => other.Item), cancellationToken);
                return Build(query, others.Where(item => isAsked(item.Path)).Select(item => _rows.NonConverter(item.Item, item.Path, ids)));
        }
    }

    // A way beyond those that the report shows one by one is one of its row of others.
    private Func<string, bool> IsAsked(ReportQuery query, IEnumerable<Journey> journeys, IEnumerable<ChannelPath> others)
    {
        if (PathsNumbers.Path.In(query) is not { } path)
        {
            return _ => true;
        }

        if (path != RollupDimensions.Other)
        {
            return name => NameFold.AreSame(name, path);
        }

        var report = PathsBuilder.Build(query, journeys, others, money, source.MomentOf(query));
        var shown = report.Rows.Select(row => row.Path).ToHashSet(NameFold.Comparer);
        return name => !shown.Contains(name);
    }

    private ReportExplanation Build(ReportQuery query, IEnumerable<ExplainedRow> found) => ReportExplanation.Create(query, money, found);
}
