using System.Globalization;
using Pipeline.Attribution;
using Pipeline.Money;
using Pipeline.Reports.Explanations;
using Pipeline.Time;

namespace Pipeline.Reports.Insights;

/// <summary>Opens the numbers of the insights: gives the leads behind each.</summary>
internal sealed class InsightsExplanations(LeadRecords leadRecords, MqlThreshold threshold, LocalTime localTime, ReportMoney money)
{
    private readonly ExplainedRows _rows = new(localTime, money);

    public Task<ReportExplanation> ExplainAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var activity = (Narrowing.Activity.Name, Narrowing.Activity.In(query));
        var level = (InsightsNumbers.Threshold.Name, InsightsNumbers.Threshold.In(query));
        var allCustomers = ExplainedParts.Of(query, InsightsNumbers.Customers);
        var allOthers = ExplainedParts.Of(query, InsightsNumbers.Others);
        (string, ReportQuery)[] customers =
            [("customers with it", ExplainedParts.Of(query, InsightsNumbers.Customers, activity)), ("all customers", allCustomers)];
        (string, ReportQuery)[] others =
        [
            ("others with it", ExplainedParts.Of(query, InsightsNumbers.Others, activity)), ("all others", allOthers)
        ];
        var hits = (InsightsNumbers.Hits, ExplainedParts.Of(query, InsightsNumbers.Hits, level));
        (string, ReportQuery)[] precision = [hits, (InsightsNumbers.Reached, ExplainedParts.Of(query, InsightsNumbers.Reached, level))];
        (string, ReportQuery)[] recall = [hits, (InsightsNumbers.Customers, allCustomers)];
        return query.Explain switch
        {
            InsightsNumbers.CustomerShare => OfLeadsAsync(customers, leads => ReportMoney.Rate(leads[0], leads[1])),
            InsightsNumbers.OtherShare => OfLeadsAsync(others, leads => ReportMoney.Rate(leads[0], leads[1])),
            InsightsNumbers.Lift =>
                OfLeadsAsync([.. customers, .. others], leads => InsightsBuilder.LiftOf(leads[0], leads[1], leads[2], leads[3])),
            InsightsNumbers.LiftLow =>
                OfLeadsAsync([.. customers, .. others], leads => Interval.Ratio(leads[0], leads[1], leads[2], leads[3])?.Low),
            InsightsNumbers.LiftHigh =>
                OfLeadsAsync([.. customers, .. others], leads => Interval.Ratio(leads[0], leads[1], leads[2], leads[3])?.High),
            InsightsNumbers.Precision => OfLeadsAsync(precision, leads => ReportMoney.Rate(leads[0], leads[1])),
            InsightsNumbers.PrecisionLow => OfLeadsAsync(precision, leads => Interval.Wilson(leads[0], leads[1])?.Low),
            InsightsNumbers.PrecisionHigh => OfLeadsAsync(precision, leads => Interval.Wilson(leads[0], leads[1])?.High),
            InsightsNumbers.Recall => OfLeadsAsync(recall, leads => ReportMoney.Rate(leads[0], leads[1])),
            InsightsNumbers.RecallLow => OfLeadsAsync(recall, leads => Interval.Wilson(leads[0], leads[1])?.Low),
            InsightsNumbers.RecallHigh => OfLeadsAsync(recall, leads => Interval.Wilson(leads[0], leads[1])?.High),
            _ => LeadsAsync(query, cancellationToken),
        };

        Task<ReportExplanation> OfLeadsAsync((string, ReportQuery)[] parts, Func<int[], decimal?> value) => ComputedNumber.OpenAsync(
            query, LeadsAsync, parts, opened => value([.. opened.Select(part => part.Rows.Count)]), cancellationToken);
    }

    private async Task<ReportExplanation> LeadsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var (start, end) = (localTime.StartOf(query.From), localTime.NextMidnight(query.To));
        var cohort = (await leadRecords.ListAsync(query.At, cancellationToken))
            .Where(lead => lead.CreatedAt >= start && lead.CreatedAt < end)
            .Select(lead => (Lead: lead, WonAt: StageCounts.FirstOf(lead, ConversionKind.Customer)));
        if (query.Explain is InsightsNumbers.Customers or InsightsNumbers.Others)
        {
            var activity = Narrowing.Activity.In(query);
            return Build(query, cohort
                .Where(item => item.WonAt is not null == (query.Explain == InsightsNumbers.Customers))
                .Where(item => activity is null
                    || item.Lead.Insight.Activities.Any(did => did.Key == activity && !(did.FirstAt >= item.WonAt)))
                .Select(item => _rows.OfLead(item.Lead, item.WonAt ?? item.Lead.CreatedAt) with { Detail = activity }));
        }

        var level = InsightsNumbers.Threshold.In(query) is { } text
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : await threshold.GetAsync(query, cancellationToken);
        return Build(query, cohort
            .Where(item => item.Lead.Insight.PeakScore >= level && (query.Explain == InsightsNumbers.Reached || item.WonAt is not null))
            .Select(item => (Row: _rows.OfLead(item.Lead, item.Lead.CreatedAt), item.Lead.Insight.PeakScore))
            .Select(item => item.Row with { Points = ExplainedRows.Rounded(item.PeakScore) }));
    }

    private ReportExplanation Build(ReportQuery query, IEnumerable<ExplainedRow> found) => ReportExplanation.Create(query, money, found);
}
