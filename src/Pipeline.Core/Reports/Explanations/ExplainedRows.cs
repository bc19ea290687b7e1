using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Lifecycle;
using Pipeline.Money;
using Pipeline.Rollups;
using Pipeline.Time;
using Pipeline.Uploads;

namespace Pipeline.Reports.Explanations;

/// <summary>Shapes leads, visits, deals and costs as rows behind the numbers of any report.</summary>
/// <param name="localTime">Cuts days.</param>
/// <param name="money">Shows amounts.</param>
internal sealed class ExplainedRows(LocalTime localTime, ReportMoney money)
{
    public ExplainedRow OfDay(DateOnly day, decimal number) =>
        new() { Day = day, At = localTime.StartOf(day), Id = LocalTime.Text(day), Credit = number };

    public ExplainedRow OfLead(LeadRecord lead, DateTimeOffset at) =>
        new() { Day = localTime.DayOf(at), At = at, Id = lead.LeadId, LeadId = lead.LeadId, Credit = 1 };

    public static IEnumerable<ExplainedRow> OfVisits(IEnumerable<(DateOnly Day, DayVisit Visit)> visits, bool machines = false) => visits
        .Where(item => item.Visit.Visit.Automatic == machines)
        .Select(item => (item.Day, item.Visit, Dimensions: RollupDimensions.Of(item.Visit.Visit.Source, item.Visit.Visit.LandingPage)))
        .Select(item => new ExplainedRow
        {
            Day = item.Day,
            At = item.Visit.Visit.StartedAt,
            Id = item.Visit.Visit.Id,
            VisitorId = item.Visit.VisitorId,
            Channel = item.Dimensions.Channel,
            Source = item.Dimensions.Source,
            Medium = item.Dimensions.Medium,
            Campaign = item.Dimensions.Campaign,
            LandingPage = item.Dimensions.LandingPage,
            Credit = 1,
            Automatic = machines,
        });

    public IEnumerable<ExplainedRow> Entries(
        IEnumerable<LeadRecord> leads, ConversionKind kind, DateTimeOffset start, DateTimeOffset end) =>
        Reached(leads, kind).Where(row => row.At >= start && row.At < end);

    public IEnumerable<ExplainedRow> Reached(IEnumerable<LeadRecord> leads, ConversionKind kind) => leads
        .Select(lead => (Lead: lead, At: StageCounts.FirstOf(lead, kind)))
        .Where(item => item.At is not null)
        .Select(item => OfLead(item.Lead, item.At!.Value) with { Kind = kind });

    public IEnumerable<ExplainedRow> Reopened(IEnumerable<LeadRecord> leads, DateTimeOffset start, DateTimeOffset end) =>
        Moves(leads, move => move.Label == EntryLabel.Reopened, start, end);

    public IEnumerable<ExplainedRow> Conversions(IEnumerable<DayJourney> journeys) =>
        journeys.Select(item => OfConversion(item.Day, item.Journey.Conversion) with { Credit = item.Journey.RefundOf is null ? 1 : 0 });

    public IEnumerable<ExplainedRow> Credits(
        IEnumerable<DayJourney> journeys, IAttributionModel model, AttributionParameters parameters, ConversionKind? kind) => journeys
        .Where(item => kind is null || item.Journey.Conversion.Kind == kind)
        .SelectMany(item => AttributionEngine.Attribute(item.Journey, model, parameters).Credits, (item, credit) =>
        {
            var dimensions = RollupDimensions.Of(credit.Source, credit.LandingPage);
            return OfConversion(item.Day, credit.Conversion) with
            {
                Channel = dimensions.Channel,
                Source = dimensions.Source,
                Medium = dimensions.Medium,
                Campaign = dimensions.Campaign,
                LandingPage = dimensions.LandingPage,
                Credit = CreditTotal.Conversions(credit.MicroConversions),
                Amount = money.Of(credit.Amount),
            };
        });

    public IEnumerable<ExplainedRow> Costs(IEnumerable<CostLine> lines) => lines.Select(line => OfDay(line.Day, 0) with
    {
        Channel = line.Channel,
        Source = line.Source,
        Campaign = line.Campaign,
        Detail = line.Kind.ToString().ToLowerInvariant(),
        Amount = money.Of(line.Amount),
    });

    public IEnumerable<ExplainedRow> AnonymousPageViews(IEnumerable<RolledUpDay> days) =>
        days.SelectMany(day => day.AnonymousPageViews, (day, views) => OfDay(day.Day, views.Value) with { Channel = views.Key });

    public ExplainedRow NonConverter(NonConverter other, string path, IReadOnlyDictionary<long, string> visitorIds)
    {
        var visitorId = other.Visitor is { } visitor ? visitorIds.GetValueOrDefault(visitor) : null;
        return new ExplainedRow
        {
            Day = localTime.DayOf(other.At),
            At = other.At,
            Id = other.LeadId ?? visitorId ?? string.Empty,
            LeadId = other.LeadId,
            VisitorId = visitorId,
            Detail = path,
            Credit = 1,
        };
    }

    public ExplainedRow OfConversion(DateOnly day, Conversion conversion) => new()
    {
        Day = day,
        At = conversion.At,
        Id = conversion.Id,
        LeadId = conversion.LeadId,
        Kind = conversion.Kind,
        Credit = 1,
        Amount = money.Of(conversion.Amount),
    };

    public IEnumerable<ExplainedRow> Moves(
        IEnumerable<LeadRecord> leads, Func<StageTransition, bool> isAsked, DateTimeOffset start, DateTimeOffset end) => leads
        .SelectMany(lead => lead.Insight.Stages.Where(move => isAsked(move) && move.At >= start && move.At < end), (lead, move) =>
            OfLead(lead, move.At) with { Detail = move.Reason });

    public static ExplainedRow Timed(ExplainedRow row, double days) => row with { Days = Rounded(days), Exact = days };

    public static decimal Rounded(double points) => Math.Round((decimal)points, 2);
}
