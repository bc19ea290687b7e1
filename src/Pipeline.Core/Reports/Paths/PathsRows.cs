using Pipeline.Attribution;
using Pipeline.Money;
using Pipeline.Reports.Explanations;
using Pipeline.Rollups;
using Pipeline.Time;

namespace Pipeline.Reports.Paths;

// Rows behind the numbers that the report of ways alone has.
internal sealed class PathsRows(LocalTime localTime, ReportMoney money)
{
    private readonly ExplainedRows _rows = new(localTime, money);

    public IEnumerable<ExplainedRow> Durations(DayJourney item, string path, AttributionParameters parameters)
    {
        if (item.Journey.RefundOf is null && PathsBuilder.DaysOf(item.Journey, parameters) is { } days)
        {
            yield return ExplainedRows.Timed(_rows.OfConversion(item.Day, item.Journey.Conversion) with { Detail = path }, days);
        }
    }
}
