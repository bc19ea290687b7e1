using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Days;
using Pipeline.Money;
using Pipeline.Rollups;
using Pipeline.Text;
using Pipeline.Time;
using Pipeline.Uploads;

namespace Pipeline.Reports.Channels;

/// <summary>Builds the report of channels; pure.</summary>
/// <param name="query">What is asked for; the first of its models credits.</param>
/// <param name="data">What it is built from.</param>
/// <param name="money">Shows amounts.</param>
public sealed class ChannelsBuilder(ReportQuery query, ReportData data, ReportMoney money)
{
    /// <summary>Stands for the source, campaign or page that a cost does not name.</summary>
    public const string NotGiven = "(not given)";

    private readonly string _model = query.Models[0];
    private readonly bool _isExact = HasExactVisitors(query);

    private bool IsByChannel => _model is AttributionModels.Markov or AttributionModels.Shapley;

    /// <summary>Builds the report.</summary>
    public ChannelsReport Build()
    {
        var rows = data.Days.SelectMany(day => day.Rows)
            .Where(row => IsAsked(row.Dimensions.Channel, row.Dimensions.Source, row.Dimensions.Campaign))
            .ToList();
        var names = ShownDays.SpellingsOf(data.Days);
        var costs = ShownCosts.Of(data.Costs, data.Days)
            .Where(cost => IsAsked(cost.Channel, cost.Source ?? NotGiven, cost.Campaign ?? NotGiven))
            .ToList();
        var anonymous = query.Source is null && query.Campaign is null
            ? data.Days.SelectMany(day => day.AnonymousPageViews)
                .Where(pair => query.Channel is null || NameFold.AreSame(pair.Key, query.Channel))
                .ToLookup(pair => names.Channels.Of(pair.Key), pair => pair.Value)
            : Array.Empty<KeyValuePair<string, long>>().ToLookup(pair => pair.Key, pair => pair.Value);
        var byKey = rows.ToLookup(row => KeyOf(
            row.Dimensions.Channel, row.Dimensions.Source, row.Dimensions.Campaign, row.Dimensions.LandingPage));
        var costsByKey = costs.ToLookup(cost => KeyOf(cost.Channel, cost.Source ?? NotGiven, cost.Campaign ?? NotGiven, NotGiven));
        var anonymousKeys = query.Level == ReportLevel.Channel ? anonymous.Select(group => KeyOf(group.Key, null, null, null)) : [];
        var keys = byKey.Select(group => group.Key)
            .Union(costsByKey.Select(group => group.Key))
            .Union(anonymousKeys)
            .Union(ModelKeys(names.Channels));
        return new ChannelsReport
        {
            From = query.From,
            To = query.To,
            TimeZone = query.Parameters.TimeZoneId,
            At = data.At,
            Model = _model,
            Note = IsByChannel ? NoteOf() : null,
            Parameters = query.Parameters,
            Level = query.Level,
            VisitorsLabel = _isExact ? ChannelsReport.ExactVisitors : ChannelsReport.DailyVisitors,
            Currency = money.Currency,
            MarginPercent = query.MarginPercent,
            Restated = [.. data.Days.Select(day => Restatement.Of(day, money)).OfType<Restatement>()],
            Rows =
            [
                .. keys.Select(key => Row(key, [.. byKey[key]], costsByKey[key], key.Source is null ? anonymous[key.Channel].Sum() : 0))
                    .OrderByDescending(row => row.Visits)
                    .ThenBy(row => row.Channel, StringComparer.Ordinal)
                    .ThenBy(row => row.Source, StringComparer.Ordinal)
                    .ThenBy(row => row.Campaign, StringComparer.Ordinal)
                    .ThenBy(row => row.LandingPage, StringComparer.Ordinal),
            ],
            Total = Row(new Key("Total", null, null, null), rows, costs, anonymous.Sum(group => group.Sum()), isTotal: true),
        };
    }

    /// <summary>
    /// Whether visitors are counted once for the whole period: a day or a calendar month; in others they count once a day.
    /// </summary>
    /// <param name="query">Period.</param>
    public static bool HasExactVisitors(ReportQuery query) =>
        query.From == query.To || (Month.AreWhole(query.From, query.To) && Month.Of(query.From).Holds(query.To));

    private string? NoteOf() =>
        data.NoChannelModels ?? (data.ByChannel.Values.Any(result => result.Model == _model && !result.HasEnoughData)
            ? $"not enough data: kinds with fewer than {query.Parameters.MinimumConversions} conversions have no value" : null);

    private bool IsAsked(string channel, string source, string campaign) =>
        (query.Channel is null || NameFold.AreSame(query.Channel, channel))
        && (query.Source is null || NameFold.AreSame(query.Source, source))
        && (query.Campaign is null || NameFold.AreSame(query.Campaign, campaign));

    private Key KeyOf(string channel, string? source, string? campaign, string? page) => new(
        channel,
        query.Level >= ReportLevel.Source ? source : null,
        query.Level >= ReportLevel.Campaign ? campaign : null,
        query.Level >= ReportLevel.Landing ? page : null);

    private IEnumerable<Key> ModelKeys(
        Spellings channels) => IsByChannel && query is { Level: ReportLevel.Channel, Source: null, Campaign: null }
        ? data.ByChannel.Where(item => item.Key.Model == _model)
            .SelectMany(item => item.Value.Channels)
                .Select(credit => channels.Of(credit.Channel))
            .Where(channel => query.Channel is null || NameFold.AreSame(channel, query.Channel))
            .Distinct()
                .Select(channel => KeyOf(channel, null, null, null))
        : [];

    private ChannelRow Row(Key key, IReadOnlyList<RollupRow> rows, IEnumerable<CostLine> costs, long anonymous, bool isTotal = false)
    {
        var visits = rows.Sum(row => row.Visits);
        var cost = costs.Sum(line => line.Amount);
        var leads = Credit(key, rows, ConversionKind.Lead, isTotal)?.Count;
        var mql = Credit(key, rows, ConversionKind.Mql, isTotal)?.Count;
        var customers = Credit(key, rows, ConversionKind.Customer, isTotal);
        return new ChannelRow
        {
            Channel = key.Channel,
            Source = key.Source,
            Campaign = key.Campaign,
            LandingPage = key.LandingPage,
            Visits = visits,
            Visitors = Visitors(rows),
            Leads = leads,
            Mql = mql,
            Sql = Credit(key, rows, ConversionKind.Sql, isTotal)?.Count,
            Opportunities = Credit(key, rows, ConversionKind.Opportunity, isTotal)?.Count,
            Customers = customers?.Count,
            Amount = customers is { } won ? money.Of(won.Amount) : null,
            Cost = money.Of(cost),
            VisitorToLead = ReportMoney.Rate(leads, visits),
            CostPerLead = cost == 0 ? null : money.Each(cost, leads),
            CostPerMql = cost == 0 ? null : money.Each(cost, mql),
            CostPerCustomer = cost == 0 ? null : money.Each(cost, customers?.Count),
            Roas = ReportMoney.Rate(customers?.Amount, cost),
            Romi = ReportMoney.Romi(customers?.Amount, query.MarginPercent, cost),
            AutomaticVisits = rows.Sum(row => row.AutomaticVisits),
            AnonymousPageViews = anonymous,
        };
    }

    private long? Visitors(IReadOnlyList<RollupRow> rows)
    {
        if (_isExact)
        {
            return VisitorSet.Union(rows.Select(row => row.Visitors));
        }

        var days = rows.GroupBy(row => row.Day).Select(day => VisitorSet.Union(day.Select(row => row.Visitors))).ToList();
        return days.Contains(null) ? null : days.Sum(count => (long)count!.Value);
    }

    private (decimal Count, long Amount)? Credit(Key key, IReadOnlyList<RollupRow> rows, ConversionKind kind, bool isTotal)
    {
        if (!IsByChannel)
        {
            var total = rows.Aggregate(default(CreditTotal), (sum, row) => sum + row.Credits.GetValueOrDefault((kind, _model)));
            return (CreditTotal.Conversions(total.Micro), total.Amount);
        }

        if (query.Source is not null || query.Campaign is not null || (key.Source is not null && !isTotal)
            || !data.ByChannel.TryGetValue((kind, _model), out var credited) || !credited.HasEnoughData)
        {
            return null;
        }

        var channels = credited.Channels
            .Where(credit => NameFold.AreSame(credit.Channel, isTotal ? query.Channel ?? credit.Channel : key.Channel))
            .ToList();
        return (CreditTotal.Conversions(channels.Sum(credit => credit.MicroConversions)), channels.Sum(credit => credit.Amount));
    }

    private sealed record Key(string Channel, string? Source, string? Campaign, string? LandingPage);
}
