using System.Globalization;
using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Days;
using Pipeline.Money;
using Pipeline.Reports.Explanations;
using Pipeline.Text;
using Pipeline.Time;

namespace Pipeline.Reports.Nurture;

/// <summary>Opens the numbers of the nurture report: gives the leads, credits and costs behind each.</summary>
internal sealed class NurtureExplanations(
    ReportMaterial source,
    LeadRecords leadRecords,
    MonthEndScores monthEnds,
    MqlThreshold threshold,
    ReportCosts costs,
    LocalTime localTime,
    ReportMoney money)
{
    private readonly ExplainedRows _rows = new(localTime, money);
    private readonly NurtureRows _own = new(localTime, money);

    public async Task<ReportExplanation> ExplainAsync(ReportQuery query, CancellationToken cancellationToken) => query.Explain switch
    {
        NurtureNumbers.CostPerMql => await ComputedNumber.OpenAsync(
            query,
            ExplainAsync,
            [NurtureNumbers.Cost, NurtureNumbers.CampaignMql],
            parts => parts[1].Note is null && parts[0].Amount != 0 ? money.Each(parts[0].Amount, parts[1].Sum) : null,
            cancellationToken),
        NurtureNumbers.Cost => await CostAsync(query, cancellationToken),
        NurtureNumbers.CampaignMql => await CampaignMqlAsync(query, cancellationToken),
        NurtureNumbers.Points => await PointsAsync(query, cancellationToken),
        _ => await LeadsAsync(query, cancellationToken),
    };

    private async Task<ReportExplanation> PointsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var did = await LeadsAsync(query, cancellationToken);
        return did with { Value = ExplainedRows.Rounded(did.Rows.Sum(row => row.Exact)) };
    }

    private async Task<ReportExplanation> CostAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var campaign = Narrowing.Campaign.In(query);
        var spent = await costs.ListAsync(query, cancellationToken);
        return Build(
            query,
            _rows.Costs(spent.Where(cost => campaign is null || NameFold.AreSame(cost.Campaign ?? RollupDimensions.None, campaign))));
    }

    private async Task<ReportExplanation> CampaignMqlAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        if (!AttributionModels.ByName.TryGetValue(query.Models[0], out var model))
        {
            return Build(query, []) with { Model = query.Models[0], Note = NurtureBuilder.NoCampaigns(query.Models[0]) };
        }

        var campaign = Narrowing.Campaign.In(query);
        var bought = (await costs.ListAsync(query, cancellationToken)).Select(cost => cost.Campaign)
            .OfType<string>()
            .Append(RollupDimensions.None)
                .ToHashSet(NameFold.Comparer);
        var credits = _rows.Credits(await source.JourneysAsync(query, cancellationToken), model, query.Parameters, ConversionKind.Mql);
        return Build(
            query, credits.Where(row => campaign is null ? bought.Contains(row.Campaign!) : NameFold.AreSame(row.Campaign, campaign))) with
        {
            Model = model.Name,
        };
    }

    private async Task<ReportExplanation> LeadsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var leads = await monthEnds.ApplyAsync(await leadRecords.ListShortAsync(query.At, cancellationToken), query, cancellationToken);
        var (from, to) = Narrowing.MonthIn(query, Month.Of(query.From).FirstDay, Month.Of(query.To).LastDay);
        var (start, end) = (localTime.StartOf(from), localTime.NextMidnight(to));
        var created = leads.Where(lead => lead.CreatedAt >= start && lead.CreatedAt < end);
        return Build(query, query.Explain switch
        {
            NurtureNumbers.Reopened => _rows.Reopened(leads, start, end),
            NurtureNumbers.Mql => _rows.Entries(leads, ConversionKind.Mql, start, end),
            NurtureNumbers.Score => _own.Scored(created, await BucketAsync(query, cancellationToken)),
            NurtureNumbers.Activity or NurtureNumbers.Points => _own.Did(InPeriod(leads, query), Narrowing.Activity.In(query)),
            NurtureNumbers.ActivityLeads =>
                _own.Did(InPeriod(leads, query), Narrowing.Activity.In(query)).Select(row => row with { Credit = 1 }),
            _ => _rows.Reached(created, ConversionKind.Lead),
        });
    }

    private async Task<(double From, double? Below)?> BucketAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        if (NurtureNumbers.Edge.In(query) is not { } text)
        {
            return null;
        }

        var edges = NurtureBuilder.EdgesWith(await threshold.GetAsync(query, cancellationToken));
        var from = double.Parse(text, CultureInfo.InvariantCulture);
        return (edges[0] == from ? double.NegativeInfinity : from, edges.Where(edge => edge > from)
            .Select(edge => (double?)edge)
            .FirstOrDefault());
    }

    private IEnumerable<LeadRecord> InPeriod(IEnumerable<LeadRecord> leads, ReportQuery query)
    {
        var (start, end) = (localTime.StartOf(query.From), localTime.NextMidnight(query.To));
        return leads.Where(lead => lead.CreatedAt >= start && lead.CreatedAt < end);
    }

    private ReportExplanation Build(ReportQuery query, IEnumerable<ExplainedRow> found) => ReportExplanation.Create(query, money, found);
}
