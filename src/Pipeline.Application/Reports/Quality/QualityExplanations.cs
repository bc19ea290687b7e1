using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Channels;
using Pipeline.Days;
using Pipeline.Money;
using Pipeline.Rejected;
using Pipeline.Reports.Explanations;
using Pipeline.Rollups;
using Pipeline.Text;
using Pipeline.Time;

namespace Pipeline.Reports.Quality;

/// <summary>Opens the numbers of the report of quality: gives the visits, conversions, costs and days behind each.</summary>
internal sealed class QualityExplanations(
    ReportMaterial source, LeadRecords leadRecords, ReportCosts costs, IRejectedStore rejected, LocalTime localTime, ReportMoney money)
{
    private readonly QualityFacts _facts = new(source, rejected, localTime);
    private readonly ExplainedRows _rows = new(localTime, money);
    private readonly QualityRows _own = new(localTime);
    private readonly VisitPages _pages = new(source, localTime, money);

    public async Task<ReportExplanation> ExplainAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        switch (query.Explain)
        {
            case QualityNumbers.WithoutCampaignShare:
                return await ShareAsync(query, QualityNumbers.WithoutCampaign, QualityNumbers.Visits, cancellationToken);
            case QualityNumbers.UnattributedShare:
                return await ShareAsync(query, QualityNumbers.Unattributed, QualityNumbers.Conversions, cancellationToken);
            case QualityNumbers.Conversions:
                return Build(query, _rows.Conversions(await source.JourneysAsync(query, cancellationToken)));
            case QualityNumbers.Unattributed:
                var first = AttributionModels.ByName[AttributionModels.First];
                var credits = _rows.Credits(await source.JourneysAsync(query, cancellationToken), first, query.Parameters, null);
                return Build(query, credits.Where(row => row.Channel == UnknownSource.Channel)) with { Model = first.Name };
            case QualityNumbers.UnmatchedCost:
                return Build(query, await UnmatchedCostsAsync(query, cancellationToken));
            case QualityNumbers.AnonymousPageViews:
                return Build(query, _rows.AnonymousPageViews(await source.DaysAsync(query, cancellationToken)));
            case QualityNumbers.Restated:
                var restated = (await source.DaysAsync(query, cancellationToken))
                    .Select(day => Restatement.Of(day, money))
                    .OfType<Restatement>();
                return Build(query, restated.Select(day => _rows.OfDay(day.Day, day.Visits) with { Detail = day.Describe() }));
            case QualityNumbers.SharedDevices:
                var leads = await leadRecords.ListWithVisitorsAsync(query.At, cancellationToken);
                return Build(query, _own.SharedDevices(leads, await _facts.SharedDevicesAsync(query, leads, cancellationToken)));
            case QualityNumbers.Rejected:
                var counts = await _facts.ListRejectedAsync(query, cancellationToken);
                return Build(query, counts.Where(count => (Narrowing.Reason.In(query) ?? count.Reason) == count.Reason)
                    .Select(count => _rows.OfDay(count.Day, count.Count) with { Detail = count.Reason }));
            default:
                return await VisitsAsync(query, cancellationToken);
        }
    }

    private Task<ReportExplanation> ShareAsync(ReportQuery query, string part, string all, CancellationToken cancellationToken) =>
        ComputedNumber.OpenAsync(
            query, ExplainAsync, [part, all], parts => ReportMoney.Rate(parts[0].Sum, parts[1].Sum), cancellationToken);

    private async Task<IEnumerable<ExplainedRow>> UnmatchedCostsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var days = await source.DaysAsync(query, cancellationToken);
        var spent = ShownCosts.Of(await costs.ListAsync(query, cancellationToken), days);
        var report = QualityBuilder.UnmatchedCosts(days.SelectMany(day => day.Rows), spent, money);
        var unmatched = report.Select(cost => (cost.Channel, cost.Source, cost.Campaign)).ToHashSet();
        return _rows.Costs(spent.Where(cost => unmatched.Contains((cost.Channel, cost.Source, cost.Campaign))
            && NameFold.AreSame(cost.Channel, Narrowing.Channel.In(query) ?? cost.Channel)
            && NameFold.AreSame(cost.Source, Narrowing.Source.In(query) ?? cost.Source)
            && NameFold.AreSame(cost.Campaign, Narrowing.Campaign.In(query) ?? cost.Campaign)));
    }

    private Task<ReportExplanation> VisitsAsync(ReportQuery query, CancellationToken cancellationToken) => _pages.OpenAsync(
        query,
        query.Explain == QualityNumbers.BotVisits ? VisitsOf.Machines : VisitsOf.People,
        name => query.Explain switch
        {
            QualityNumbers.WithoutCampaign => name.Campaign == RollupDimensions.None,
            QualityNumbers.UnmatchedSource => name.Channel == ChannelNames.OtherCampaign
                && NameFold.AreSame(name.Source, Narrowing.Source.In(query) ?? name.Source)
                && NameFold.AreSame(name.Medium, Narrowing.Medium.In(query) ?? name.Medium),
            _ => true,
        },
        cancellationToken);

    private ReportExplanation Build(ReportQuery query, IEnumerable<ExplainedRow> found) => ReportExplanation.Create(query, money, found);
}
