using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Reporting.Inputs;
using Pipeline.Settings;

namespace Pipeline.Reporting.Explanations;

/// <summary>Opens the numbers of the reports of channels and attribution: gives the visits, conversions and costs behind each.</summary>
public sealed class ChannelExplanations(
    ReportSource source, ChannelModels channelModels, LeadRecords leadRecords, IDayIndex dayIndex, ICostStore costs, LocalTime localTime, ReportMoney money)
{
    private readonly ExplainedRows rows = new(localTime, money);
    private readonly VisitPages pages = new(source, localTime);

    /// <summary>Opens a number.</summary>
    /// <param name="query">What is asked for; the first of its models credits.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<ReportExplanation> ExplainAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        switch (query.Explain)
        {
            case ReportExplanation.Visits:
                return await VisitsAsync(query, VisitsOf.All, cancellationToken);
            case "automatic_visits":
                return await VisitsAsync(query, VisitsOf.Machines, cancellationToken);
            case "visitors":
                return Build(query, Visitors(query, ExplainedRows.OfVisits(await source.VisitsAsync(query, cancellationToken)).Where(row => IsAsked(query, row))));
            case "anonymous_page_views":
                var days = await source.DaysAsync(query, cancellationToken);
                return Build(query, days.SelectMany(day => day.AnonymousPageViews, (day, views) => rows.OfDay(day.Day, views.Value) with { Channel = views.Key }));
            case "cost":
                return Build(query, rows.Costs(await costs.ListCostsAsync(query.From, source.CostsTo(query, query.To), cancellationToken)));
            case "amount":
                return await ConversionsAsync(query, ConversionKind.Customer, cancellationToken);
            case "visitor_to_lead":
                return await RatioAsync(query, "lead", "visits", (top, bottom) => ReportMoney.Rate(CountOf(top), bottom.Sum), cancellationToken);
            case "cost_per_lead":
                return await RatioAsync(query, "cost", "lead", (top, bottom) => money.Each(top.Amount, CountOf(bottom)), cancellationToken);
            case "cost_per_mql":
                return await RatioAsync(query, "cost", "mql", (top, bottom) => money.Each(top.Amount, CountOf(bottom)), cancellationToken);
            case "cost_per_customer":
                return await RatioAsync(query, "cost", "customer", (top, bottom) => money.Each(top.Amount, CountOf(bottom)), cancellationToken);
            case "roas":
                return await RatioAsync(query, "amount", "cost", (top, bottom) => ReportMoney.Rate(AmountOf(top), bottom.Amount), cancellationToken);
            case "romi":
                return await RatioAsync(query, "amount", "cost", (top, bottom) => ReportMoney.Romi(AmountOf(top), query.MarginPercent, bottom.Amount), cancellationToken);
            default:
                return await ConversionsAsync(query, Enum.Parse<ConversionKind>(query.Explain!, ignoreCase: true), cancellationToken);
        }
    }

    private async Task<ReportExplanation> VisitsAsync(ReportQuery query, VisitsOf who, CancellationToken cancellationToken)
    {
        var (found, sum, next) = await pages.ListAsync(
            query, who, name => IsAsked(query, name.Channel, name.Source, name.Medium, name.Campaign, name.LandingPage), cancellationToken);
        return Build(query, found) with { Sum = sum, Next = next };
    }

    private async Task<ReportExplanation> RatioAsync(
        ReportQuery query, string dividend, string divisor, Func<ReportExplanation, ReportExplanation, decimal?> value, CancellationToken cancellationToken)
    {
        var (top, bottom) = (await ExplainAsync(query with { Explain = dividend }, cancellationToken), await ExplainAsync(query with { Explain = divisor }, cancellationToken));
        return ExplainedParts.Join(query, value(top, bottom), (dividend, top), (divisor, bottom));
    }

    private async Task<ReportExplanation> ConversionsAsync(ReportQuery query, ConversionKind kind, CancellationToken cancellationToken)
    {
        var model = query.Models[0];
        if (!AttributionModels.ByName.TryGetValue(model, out var perJourney))
        {
            return await ByChannelAsync(query, model, kind, cancellationToken);
        }

        var journeys = await source.JourneysAsync(query, cancellationToken);
        return Build(query, rows.Credits(journeys, perJourney, query.Parameters, kind)) with { Model = model };
    }

    // These models weigh all ways of the months at once: what can be shown is the ways, and what the model makes of them.
    private async Task<ReportExplanation> ByChannelAsync(ReportQuery query, string model, ConversionKind kind, CancellationToken cancellationToken)
    {
        if (NoValue(query) is { } reason)
        {
            return Build(query, []) with { Model = model, Note = reason };
        }

        var journeys = await source.JourneysAsync(query, cancellationToken);
        var asked = query with { Models = [model] };
        var credited = (await channelModels.AttributeAsync(asked, [kind], [.. journeys.Select(item => item.Journey)], cancellationToken))[(kind, model)];
        if (!credited.HasEnoughData)
        {
            return Build(query, []) with { Model = model, Note = AttributionModelResult.TooFew(credited) };
        }

        var channels = credited.Channels.Where(credit => query.Channel is null || credit.Channel == query.Channel).ToList();
        var ways = journeys.Where(item => item.Journey.Conversion.Kind == kind)
            .Select(item => (Path: ChannelPath.Of(item.Journey, query.Parameters).Channels, Item: item))
            .Where(item => query.Channel is null || item.Path.Contains(query.Channel));
        var parts = new List<(string, ReportExplanation)>
        {
            ("conversions", Build(query with { Channel = null }, ways.SelectMany(way => rows.Conversions([way.Item]).Select(row => row with { Detail = PathOf(way.Path) })))),
        };
        if (model == AttributionModels.Markov)
        {
            var others = (await channelModels.NonConvertingAsync(query, kind, await leadRecords.ListWithVisitorsAsync(query.At, cancellationToken), cancellationToken))
                .Where(other => query.Channel is null || other.Path.Channels.Contains(query.Channel)).ToList();
            var ids = others.Exists(other => other.Visitor is not null) ? await VisitorIdsAsync(query, cancellationToken) : new Dictionary<long, string>();
            parts.Add(("non_conversions", Build(query with { Channel = null }, others.Select(other => rows.NonConverter(other, PathOf(other.Path.Channels), ids)))));
        }

        var isAmount = query.Explain == "amount";
        return ExplainedParts.Join(
            query, isAmount ? money.Of(channels.Sum(credit => credit.Amount)) : CreditTotal.Conversions(channels.Sum(credit => credit.MicroConversions)), parts) with
        {
            Model = model,
            Credited = new CreditTotal(channels.Sum(credit => credit.MicroConversions), channels.Sum(credit => credit.Amount)),
            Note = $"{model} weighs all ways of the months at once: these are the ways, and value is what it makes of them",
        };
    }

    private async Task<IReadOnlyDictionary<long, string>> VisitorIdsAsync(ReportQuery query, CancellationToken cancellationToken) =>
        (await dayIndex.ListAsync(DayEntryKind.Visit, query.From, query.To, cancellationToken))
            .Select(active => active.Id).Distinct(StringComparer.Ordinal).ToDictionary(VisitMark.HashOf);

    private static string? NoValue(ReportQuery query) =>
        !Months.AreWhole(query.From, query.To) ? ChannelModels.WholeMonthsOnly
        : query.Source is not null || query.Campaign is not null || query.Row.ContainsKey(ReportCells.Medium) || query.Row.ContainsKey(ReportCells.LandingPage)
            ? $"{query.Models[0]} looks at channels alone: below them it has no value"
            : null;

    private static string PathOf(IReadOnlyList<string> channels) => Paths.PathsBuilder.NameOf(channels);

    // By a model of channels the rows are whole ways, and the number is what the model gives.
    private static decimal? CountOf(ReportExplanation part) => part.Credited is { } total ? CreditTotal.Conversions(total.Micro) : part.Note is null ? part.Sum : null;

    private decimal? AmountOf(ReportExplanation part) => part.Credited is { } total ? money.Of(total.Amount) : part.Note is null ? part.Amount : null;

    // A visitor counts once in a day or calendar month, and once a day in any other period.
    private static IEnumerable<ExplainedRow> Visitors(ReportQuery query, IEnumerable<ExplainedRow> visits) => visits
        .GroupBy(row => (row.VisitorId, Day: ChannelsBuilder.HasExactVisitors(query) ? default : row.Day))
        .Select(visitor => visitor.OrderBy(row => row.At).ThenBy(row => row.Id, StringComparer.Ordinal).First())
        .Select(first => first with { Id = first.VisitorId! });

    private static bool IsAsked(ReportQuery query, ExplainedRow row) =>
        IsAsked(query, row.Channel, row.Source, row.Medium, row.Campaign, row.LandingPage);

    private static bool IsAsked(ReportQuery query, string? channel, string? source, string? medium, string? campaign, string? page) =>
        (query.Channel is null || channel == query.Channel)
        && (query.Source is null || (source ?? ChannelsBuilder.NotGiven) == query.Source)
        && (query.Campaign is null || (campaign ?? ChannelsBuilder.NotGiven) == query.Campaign)
        && (!query.Row.TryGetValue(ReportCells.Medium, out var askedMedium) || medium == askedMedium)
        && (!query.Row.TryGetValue(ReportCells.LandingPage, out var askedPage) || (page ?? ChannelsBuilder.NotGiven) == askedPage);

    private ReportExplanation Build(ReportQuery query, IEnumerable<ExplainedRow> all) =>
        ReportExplanation.Create(query, money, all.Where(row => IsAsked(query, row)));
}
