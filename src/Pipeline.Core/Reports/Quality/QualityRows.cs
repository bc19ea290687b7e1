using Pipeline.Reports.Explanations;
using Pipeline.Time;

namespace Pipeline.Reports.Quality;

// Rows behind the numbers that the report of quality alone has.
internal sealed class QualityRows(LocalTime localTime)
{
    public IEnumerable<ExplainedRow> SharedDevices(IReadOnlyList<LeadRecord> leads, IReadOnlyList<string> visitorIds)
    {
        var shared = visitorIds.ToHashSet(StringComparer.Ordinal);
        return leads
            .SelectMany(lead => lead.Insight.Visitors ?? [], (lead, visitor) => (lead.LeadId, visitor.VisitorId, visitor.Since))
            .Where(item => shared.Contains(item.VisitorId))
            .GroupBy(item => item.VisitorId, StringComparer.Ordinal)
            .Select(device => Device(device.Key, device.Min(item => item.Since), device.Select(item => item.LeadId)));
    }

    private ExplainedRow Device(string visitorId, DateTimeOffset since, IEnumerable<string> leadIds) => new()
    {
        Day = localTime.DayOf(since),
        At = since,
        Id = visitorId,
        VisitorId = visitorId,
        Detail = string.Join(' ', leadIds.Order(StringComparer.Ordinal)),
        Credit = 1,
    };
}
