using Pipeline.Attribution;
using Pipeline.Lifecycle;
using Pipeline.Reporting.Funnel;
using Pipeline.Reporting.Inputs;
using Pipeline.Reporting.Paths;
using Pipeline.Settings;

namespace Pipeline.Reporting.Explanations;

/// <summary>Shapes leads, visits, deals and costs as rows behind a number.</summary>
/// <param name="localTime">Cuts days.</param>
/// <param name="money">Shows amounts.</param>
internal sealed class ExplainedRows(LocalTime localTime, ReportMoney money)
{
    public ExplainedRow OfDay(DateOnly day, decimal number) => new() { Day = day, At = localTime.StartOf(day), Id = LocalTime.Text(day), Credit = number };

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

    public IEnumerable<ExplainedRow> Entries(IEnumerable<LeadRecord> leads, ConversionKind kind, DateTimeOffset start, DateTimeOffset end) =>
        Reached(leads, kind).Where(row => row.At >= start && row.At < end);

    public IEnumerable<ExplainedRow> Reached(IEnumerable<LeadRecord> leads, ConversionKind kind) => leads
        .Select(lead => (Lead: lead, At: StageCounts.FirstOf(lead, kind)))
        .Where(item => item.At is not null)
        .Select(item => OfLead(item.Lead, item.At!.Value) with { Kind = kind });

    public IEnumerable<ExplainedRow> Reopened(IEnumerable<LeadRecord> leads, DateTimeOffset start, DateTimeOffset end) =>
        Moves(leads, move => move.Label == EntryLabel.Reopened, start, end);

    public IEnumerable<ExplainedRow> Losses(IEnumerable<LeadRecord> leads, string stage, string? reason, DateTimeOffset start, DateTimeOffset end) =>
        Moves(leads, move => move.Meaning == stage && move.Cause != StageCause.Score, start, end)
            .Select(row => row with { Detail = row.Detail ?? RollupDimensions.None })
            .Where(row => reason is null || row.Detail == reason);

    public IEnumerable<ExplainedRow> Deals(IEnumerable<LeadRecord> leads, DateTimeOffset start, DateTimeOffset end) => leads
        .SelectMany(lead => lead.Conversions)
        .Where(deal => deal.Conversion is { Kind: ConversionKind.Customer, Amount: >= 0 } && deal.Conversion.At >= start && deal.Conversion.At < end)
        .DistinctBy(deal => deal.Conversion.Id)
        .Select(deal => OfConversion(localTime.DayOf(deal.Conversion.At), deal.Conversion));

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

    public IEnumerable<ExplainedRow> Scored(IEnumerable<LeadRecord> created, (double From, double? Below)? bucket) => created
        .Where(lead => bucket is not { } asked || (lead.Insight.MonthEndScore >= asked.From && !(lead.Insight.MonthEndScore >= asked.Below)))
        .Select(lead => OfLead(lead, lead.CreatedAt) with { Points = Rounded(lead.Insight.MonthEndScore) });

    public IEnumerable<ExplainedRow> Did(IEnumerable<LeadRecord> created, string? activity) => created
        .SelectMany(lead => lead.Insight.Activities.Where(did => activity is null || did.Key == activity), (lead, did) =>
            OfLead(lead, did.FirstAt) with { Detail = did.Key, Credit = did.Count, Points = Rounded(did.Points) });

    public IEnumerable<ExplainedRow> Durations(IEnumerable<LeadRecord> leads, ConversionKind kind, DateTimeOffset start, DateTimeOffset end) =>
        kind == ConversionKind.Lead ? [] : FunnelBuilder.Durations(leads, kind, start, end).Select(item =>
            Timed(OfLead(item.Lead, item.At) with { Kind = kind, Detail = $"since {item.From.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}" }, (item.At - item.From).TotalDays));

    public IEnumerable<ExplainedRow> Durations(DayJourney item, string path, AttributionParameters parameters)
    {
        if (item.Journey.RefundOf is null && PathsBuilder.DaysOf(item.Journey, parameters) is { } days)
        {
            yield return Timed(OfConversion(item.Day, item.Journey.Conversion) with { Detail = path }, days);
        }
    }

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

    public IEnumerable<ExplainedRow> SharedDevices(IReadOnlyList<LeadRecord> leads, IReadOnlyList<string> visitorIds)
    {
        var shared = visitorIds.ToHashSet(StringComparer.Ordinal);
        return leads
            .SelectMany(lead => lead.Insight.Visitors ?? [], (lead, visitor) => (Lead: lead, Visitor: visitor))
            .Where(item => shared.Contains(item.Visitor.VisitorId))
            .GroupBy(item => item.Visitor.VisitorId, StringComparer.Ordinal)
            .Select(device => (device.Key, At: device.Min(item => item.Visitor.Since), Leads: device.Select(item => item.Lead.LeadId).Order(StringComparer.Ordinal)))
            .Select(device => new ExplainedRow
            {
                Day = localTime.DayOf(device.At),
                At = device.At,
                Id = device.Key,
                VisitorId = device.Key,
                Detail = string.Join(' ', device.Leads),
                Credit = 1,
            });
    }

    private ExplainedRow OfConversion(DateOnly day, Conversion conversion) => new()
    {
        Day = day,
        At = conversion.At,
        Id = conversion.Id,
        LeadId = conversion.LeadId,
        Kind = conversion.Kind,
        Credit = 1,
        Amount = money.Of(conversion.Amount),
    };

    private IEnumerable<ExplainedRow> Moves(IEnumerable<LeadRecord> leads, Func<StageTransition, bool> isAsked, DateTimeOffset start, DateTimeOffset end) => leads
        .SelectMany(lead => lead.Insight.Stages.Where(move => isAsked(move) && move.At >= start && move.At < end), (lead, move) =>
            OfLead(lead, move.At) with { Detail = move.Reason });

    private static ExplainedRow Timed(ExplainedRow row, double days) => row with { Days = Rounded(days), Exact = days };

    private static decimal Rounded(double points) => Math.Round((decimal)points, 2);
}
