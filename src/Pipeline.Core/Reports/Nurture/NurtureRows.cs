using Pipeline.Money;
using Pipeline.Reports.Explanations;
using Pipeline.Time;

namespace Pipeline.Reports.Nurture;

// Rows behind the numbers that the nurture report alone has.
internal sealed class NurtureRows(LocalTime localTime, ReportMoney money)
{
    private readonly ExplainedRows _rows = new(localTime, money);

    public IEnumerable<ExplainedRow> Scored(IEnumerable<LeadRecord> created, (double From, double? Below)? bucket) => created
        .Where(lead => bucket is not { } asked
            || (lead.Insight.MonthEndScore >= asked.From && !(lead.Insight.MonthEndScore >= asked.Below)))
        .Select(lead => _rows.OfLead(lead, lead.CreatedAt) with { Points = ExplainedRows.Rounded(lead.Insight.MonthEndScore) });

    public IEnumerable<ExplainedRow> Did(IEnumerable<LeadRecord> created, string? activity) => created
        .SelectMany(lead => lead.Insight.Activities.Where(did => activity is null || did.Key == activity), (lead, did) =>
            _rows.OfLead(lead, did.FirstAt) with
            {
                Detail = did.Key,
                Credit = did.Count,
                Points = ExplainedRows.Rounded(did.Points),
                Exact = did.Points,
            });
}
