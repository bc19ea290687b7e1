using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Days;
using Pipeline.Money;
using Pipeline.Reports.Explanations;
using Pipeline.Rollups;
using Pipeline.Text;
using Pipeline.Time;

namespace Pipeline.Reports.Channels;

/// <summary>Opens the numbers of the reports of channels and attribution: gives the visits, conversions and costs behind each.</summary>
internal sealed class ChannelsExplanations(
    ReportMaterial source,
    ChannelModels channelModels,
    LeadRecords leadRecords,
    ReportCosts costs,
    IDayIndex dayIndex,
    LocalTime localTime,
    ReportMoney money)
{
    private static readonly string Lead = StageCounts.NameOf(ConversionKind.Lead);

    private readonly ExplainedRows _rows = new(localTime, money);
    private readonly VisitPages _pages = new(source, localTime, money);
    private readonly VisitorNames _visitorNames = new(dayIndex);

    /// <summary>Opens a number.</summary>
    /// <param name="query">What is asked for; the first of its models credits.</param>
    public async Task<ReportExplanation> ExplainAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        switch (query.Explain)
        {
            case ChannelsNumbers.Visits:
                return await VisitsAsync(query, VisitsOf.All, cancellationToken);
            case ChannelsNumbers.AutomaticVisits:
                return await VisitsAsync(query, VisitsOf.Machines, cancellationToken);
            case ChannelsNumbers.Visitors:
                var visits = ExplainedRows.OfVisits(await source.VisitsAsync(query, cancellationToken)).Where(row => IsAsked(query, row));
                return Build(query, Visitors(query, visits));
            case ChannelsNumbers.AnonymousPageViews:
                return Build(query, _rows.AnonymousPageViews(await source.DaysAsync(query, cancellationToken)));
            case ChannelsNumbers.Cost:
                return Build(query, _rows.Costs(await costs.ListAsync(query, cancellationToken)));
            case ChannelsNumbers.Amount:
                return await ConversionsAsync(query, ConversionKind.Customer, cancellationToken);
            case ChannelsNumbers.VisitorToLead:
                return await RatioAsync(
                    query, Lead, ChannelsNumbers.Visits, (leads, all) => ReportMoney.Rate(CountOf(leads), all.Sum), cancellationToken);
            case ChannelsNumbers.CostPerLead:
                return await CostPerAsync(query, Lead, cancellationToken);
            case ChannelsNumbers.CostPerMql:
                return await CostPerAsync(query, StageCounts.NameOf(ConversionKind.Mql), cancellationToken);
            case ChannelsNumbers.CostPerCustomer:
                return await CostPerAsync(query, StageCounts.NameOf(ConversionKind.Customer), cancellationToken);
            case ChannelsNumbers.Roas:
                return await ReturnAsync(query, (amount, cost) => ReportMoney.Rate(amount, cost), cancellationToken);
            case ChannelsNumbers.Romi:
                return await ReturnAsync(query, (amount, cost) => ReportMoney.Romi(amount, query.MarginPercent, cost), cancellationToken);
            default:
                return await ConversionsAsync(query, StageCounts.KindOf(query.Explain!), cancellationToken);
        }
    }

    private Task<ReportExplanation> VisitsAsync(ReportQuery query, VisitsOf who, CancellationToken cancellationToken) => _pages.OpenAsync(
        query, who, name => IsAsked(query, name.Channel, name.Source, name.Medium, name.Campaign, name.LandingPage), cancellationToken);

    private Task<ReportExplanation> CostPerAsync(ReportQuery query, string stage, CancellationToken cancellationToken) =>
        RatioAsync(
            query,
            ChannelsNumbers.Cost,
            stage,
            (cost, leads) => cost.Amount == 0 ? null : money.Each(cost.Amount, CountOf(leads)),
            cancellationToken);

    private Task<ReportExplanation> ReturnAsync(
        ReportQuery query, Func<decimal?, decimal, decimal?> value, CancellationToken cancellationToken) => RatioAsync(
        query, ChannelsNumbers.Amount, ChannelsNumbers.Cost, (amount, cost) => value(AmountOf(amount), cost.Amount), cancellationToken);

    private Task<ReportExplanation> RatioAsync(
        ReportQuery query,
        string dividend,
        string divisor,
        Func<ReportExplanation, ReportExplanation, decimal?> value,
        CancellationToken cancellationToken) =>
        ComputedNumber.OpenAsync(query, ExplainAsync, [dividend, divisor], parts => value(parts[0], parts[1]), cancellationToken);

    private async Task<ReportExplanation> ConversionsAsync(ReportQuery query, ConversionKind kind, CancellationToken cancellationToken)
    {
        var model = query.Models[0];
        if (!AttributionModels.ByName.TryGetValue(model, out var perJourney))
        {
            return await ByChannelAsync(query, model, kind, cancellationToken);
        }

        var journeys = await source.JourneysAsync(query, cancellationToken);
        return Build(query, _rows.Credits(journeys, perJourney, query.Parameters, kind)) with { Model = model };
    }

    // These models weigh all ways of the months at once: what can be shown is the ways, and what the model makes of them.
    private async Task<ReportExplanation> ByChannelAsync(
        ReportQuery query, string model, ConversionKind kind, CancellationToken cancellationToken)
    {
        if (NoValue(query) is { } reason)
        {
            return Build(query, []) with { Model = model, Note = reason };
        }

        var journeys = await source.JourneysAsync(query, cancellationToken);
        var asked = query with { Models = [model] };
        var credited = (await channelModels.AttributeAsync(
            asked, [kind], [.. journeys.Select(item => item.Journey)], cancellationToken))[(kind, model)];
        if (!credited.HasEnoughData)
        {
            return Build(query, []) with { Model = model, Note = ReportData.TooFew(credited) };
        }

        var channels = credited.Channels.Where(credit => query.Channel is null || NameFold.AreSame(credit.Channel, query.Channel)).ToList();
        var ways = journeys.Where(item => item.Journey.Conversion.Kind == kind)
            .Select(item => (Path: ChannelPath.Of(item.Journey, query.Parameters).Channels, Item: item))
            .Where(item => query.Channel is null || item.Path.Contains(query.Channel, NameFold.Comparer));
        var parts = new List<(string, ReportExplanation)>
        {
            (ChannelsNumbers.Conversions, Build(query with { Channel = null }, ways.SelectMany(way =>
                _rows.Conversions([way.Item]).Select(row => row with { Detail = WayNames.Of(way.Path) })))),
        };
        if (model == AttributionModels.Markov)
        {
            var leads = await leadRecords.ListWithVisitorsAsync(query.At, cancellationToken);
            var others = (await channelModels.NonConvertingAsync(query, kind, leads, cancellationToken))
                .Where(other => query.Channel is null || other.Path.Channels.Contains(query.Channel, NameFold.Comparer)).ToList();
            var ids = await _visitorNames.ListAsync(query, others, cancellationToken);
            parts.Add((ChannelsNumbers.NonConversions, Build(
                query with { Channel = null }, others.Select(other => _rows.NonConverter(other, WayNames.Of(other.Path.Channels), ids)))));
        }

        var total = new CreditTotal(channels.Sum(credit => credit.MicroConversions), channels.Sum(credit => credit.Amount));
        var value = query.Explain == ChannelsNumbers.Amount ? money.Of(total.Amount) : CreditTotal.Conversions(total.Micro);
        return ExplainedParts.Join(query, value, parts) with
        {
            Model = model,
            Credited = total,
            Note = $"{model} weighs all ways of the months at once: these are the ways, and value is what it makes of them",
        };
    }

    private static string? NoValue(ReportQuery query) =>
        !Month.AreWhole(query.From, query.To) ? ChannelModels.WholeMonthsOnly
        : query.Source is not null
            || query.Campaign is not null
            || Narrowing.Medium.In(query) is not null
            || Narrowing.LandingPage.In(query) is not null
            ? $"{query.Models[0]} looks at channels alone: below them it has no value"
            : null;

    // By a model of channels the rows are whole ways, and the number is what the model gives.
    private static decimal? CountOf(ReportExplanation part) =>
        part.Credited is { } total ? CreditTotal.Conversions(total.Micro) : part.Note is null ? part.Sum : null;

    private decimal? AmountOf(ReportExplanation part) =>
        part.Credited is { } total ? money.Of(total.Amount) : part.Note is null ? part.Amount : null;

    // A visitor counts once in a day or calendar month, and once a day in any other period.
    private static IEnumerable<ExplainedRow> Visitors(ReportQuery query, IEnumerable<ExplainedRow> visits) => visits
        .GroupBy(row => (row.VisitorId, Day: ChannelsBuilder.HasExactVisitors(query) ? default : row.Day))
        .Select(visitor => visitor.OrderBy(row => row.At).ThenBy(row => row.Id, StringComparer.Ordinal).First())
        .Select(first => first with { Id = first.VisitorId! });

    private static bool IsAsked(ReportQuery query, ExplainedRow row) =>
        IsAsked(query, row.Channel, row.Source, row.Medium, row.Campaign, row.LandingPage);

    private static bool IsAsked(ReportQuery query, string? channel, string? source, string? medium, string? campaign, string? page) =>
        (query.Channel is null || NameFold.AreSame(channel, query.Channel))
        && (query.Source is null || NameFold.AreSame(source ?? ChannelsBuilder.NotGiven, query.Source))
        && (query.Campaign is null || NameFold.AreSame(campaign ?? ChannelsBuilder.NotGiven, query.Campaign))
        && (Narrowing.Medium.In(query) is not { } askedMedium || NameFold.AreSame(medium, askedMedium))
        && (Narrowing.LandingPage.In(query) is not { } askedPage || (page ?? ChannelsBuilder.NotGiven) == askedPage);

    private ReportExplanation Build(ReportQuery query, IEnumerable<ExplainedRow> all) =>
        ReportExplanation.Create(query, money, all.Where(row => IsAsked(query, row)));
}
