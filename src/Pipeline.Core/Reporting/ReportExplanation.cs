using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Reporting.Tables;

namespace Pipeline.Reporting;

/// <summary>The rows behind a number of a report: their credits sum to it, or, for money, their amounts.</summary>
public sealed record ReportExplanation : IReport
{
    /// <summary>Asks for visits.</summary>
    public const string Visits = "visits";

    /// <inheritdoc/>
    public required DateOnly From { get; init; }

    /// <inheritdoc/>
    public required DateOnly To { get; init; }

    /// <summary>What is explained, as it was asked for.</summary>
    public required string Of { get; init; }

    /// <summary>What narrows it to one row of the report, by parameter.</summary>
    public IReadOnlyDictionary<string, string> Row { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Model that credits; null where none does.</summary>
    public string? Model { get; init; }

    /// <summary>Why there are no rows though there is a report; null when there is no such reason.</summary>
    public string? Note { get; init; }

    /// <summary>Parameters of the model.</summary>
    public required AttributionParameters Parameters { get; init; }

    /// <summary>Currency of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>Sum of the credits: the number that is explained.</summary>
    public required decimal Sum { get; init; }

    /// <summary>Sum of the amounts.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Rows, in order of time.</summary>
    public required IReadOnlyList<ExplainedRow> Rows { get; init; }

    /// <summary>Explains visits.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="visits">Visits of the period by their local day.</param>
    /// <param name="money">Shows amounts.</param>
    public static ReportExplanation OfVisits(ReportQuery query, IEnumerable<(DateOnly Day, DayVisit Visit)> visits, ReportMoney money) =>
        Build(query, money, visits.Select(item =>
        {
            var dimensions = RollupDimensions.Of(item.Visit.Visit.Source, item.Visit.Visit.LandingPage);
            return RowOf(item.Day, item.Visit.Visit.StartedAt, item.Visit.Visit.Id, dimensions, item.Visit.Visit.Automatic ? 0 : 1) with
            {
                VisitorId = item.Visit.VisitorId,
                Automatic = item.Visit.Visit.Automatic,
            };
        }));

    /// <summary>Explains conversions, credit by credit.</summary>
    /// <param name="query">What was asked for; the first of its models credits.</param>
    /// <param name="journeys">Journeys of the period.</param>
    /// <param name="money">Shows amounts.</param>
    public static ReportExplanation OfConversions(ReportQuery query, IEnumerable<DayJourney> journeys, ReportMoney money)
    {
        var model = AttributionModels.ByName.GetValueOrDefault(query.Models[0]) ?? AttributionModels.ByName[AttributionModels.Linear];
        var kind = Enum.Parse<ConversionKind>(query.Explain!, ignoreCase: true);
        return Build(query with { Models = [model.Name] }, money, journeys
            .Where(item => item.Journey.Conversion.Kind == kind)
            .SelectMany(item => AttributionEngine.Attribute(item.Journey, model, query.Parameters).Credits, (item, credit) =>
                RowOf(
                    item.Day,
                    credit.Conversion.At,
                    credit.Conversion.Id,
                    RollupDimensions.Of(credit.Source, credit.LandingPage),
                    CreditTotal.Conversions(credit.MicroConversions)) with
                {
                    LeadId = credit.Conversion.LeadId,
                    Kind = kind,
                    Amount = money.Of(credit.Amount),
                }));
    }

    /// <inheritdoc/>
    public ReportTable ToTable() => new(
        "explanation",
        [
            "day", "at", "id", "visitor", "lead", "kind", "channel", "source", "medium", "campaign", "landing_page", "credit", "amount", "currency", "automatic",
            "points", "detail", "model", "parameters",
        ],
        [.. Rows.Select(row => (IReadOnlyList<object?>)
        [
            row.Day, row.At, row.Id, row.VisitorId, row.LeadId, row.Kind?.ToString().ToLowerInvariant(), row.Channel, row.Source, row.Medium, row.Campaign,
            row.LandingPage, row.Credit, row.Amount, Currency, row.Automatic, row.Points, row.Detail, Model, Parameters.ToString(),
        ])]);

    private static ReportExplanation Build(ReportQuery query, ReportMoney money, IEnumerable<ExplainedRow> all)
    {
        var rows = all
            .Where(row => (query.Channel is null || row.Channel == query.Channel)
                && (query.Source is null || row.Source == query.Source)
                && (query.Campaign is null || row.Campaign == query.Campaign))
            .OrderBy(row => row.At)
            .ThenBy(row => row.Id, StringComparer.Ordinal)
            .ToList();
        return new ReportExplanation
        {
            From = query.From,
            To = query.To,
            Of = query.Explain!,
            Row = query.Row,
            Model = query.Models[0],
            Parameters = query.Parameters,
            Currency = money.Currency,
            Sum = rows.Sum(row => row.Credit),
            Amount = rows.Sum(row => row.Amount),
            Rows = rows,
        };
    }

    private static ExplainedRow RowOf(DateOnly day, DateTimeOffset at, string id, RollupDimensions dimensions, decimal credit) => new()
    {
        Day = day,
        At = at,
        Id = id,
        Channel = dimensions.Channel,
        Source = dimensions.Source,
        Medium = dimensions.Medium,
        Campaign = dimensions.Campaign,
        LandingPage = dimensions.LandingPage,
        Credit = credit,
    };
}
