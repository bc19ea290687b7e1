using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Lifecycle;
using Pipeline.Money;
using Pipeline.Reports.Explanations;
using Pipeline.Time;

namespace Pipeline.Reports.Funnel;

// Rows behind the numbers that the funnel alone has.
internal sealed class FunnelRows(LocalTime localTime, ReportMoney money)
{
    private readonly ExplainedRows _rows = new(localTime, money);

    public IEnumerable<ExplainedRow> Losses(
        IEnumerable<LeadRecord> leads, string stage, string? reason, DateTimeOffset start, DateTimeOffset end) => _rows
        .Moves(leads, move => move.Meaning == stage && move.Cause != StageCause.Score, start, end)
        .Select(row => row with { Detail = row.Detail ?? RollupDimensions.None })
        .Where(row => reason is null || row.Detail == reason);

    public IEnumerable<ExplainedRow> Deals(IEnumerable<LeadRecord> leads, DateTimeOffset start, DateTimeOffset end) => leads
        .SelectMany(lead => lead.Conversions)
        .Where(deal => deal.Conversion is { Kind: ConversionKind.Customer, Amount: >= 0 }
            && deal.Conversion.At >= start
            && deal.Conversion.At < end)
        .DistinctBy(deal => deal.Conversion.Id)
        .Select(deal => _rows.OfConversion(localTime.DayOf(deal.Conversion.At), deal.Conversion));

    public IEnumerable<ExplainedRow> Durations(IEnumerable<LeadRecord> leads, string stage, DateTimeOffset start, DateTimeOffset end) =>
        stage == FunnelNumbers.Visit || StageCounts.KindOf(stage) is ConversionKind.Lead
            ? []
            : FunnelBuilder
                .Durations(leads, StageCounts.KindOf(stage), start, end)
                .Select(item => Duration(StageCounts.KindOf(stage), item.Lead, item.From, item.At));

    private ExplainedRow Duration(ConversionKind kind, LeadRecord lead, DateTimeOffset from, DateTimeOffset at) => ExplainedRows.Timed(
        _rows.OfLead(lead, at) with { Kind = kind, Detail = $"since {from.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}" }, (at - from).TotalDays);
}
