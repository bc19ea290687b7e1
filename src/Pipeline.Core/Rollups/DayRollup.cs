using Pipeline.Attribution;
using Pipeline.Days;

namespace Pipeline.Rollups;

/// <summary>A local day's roll-up, a pure function of the visits that start and the conversions that happen on it.</summary>
public static class DayRollup
{
    /// <summary>Sums a day.</summary>
    /// <param name="day">Local day.</param>
    /// <param name="visits">Visits that start on it, each visitor's in order.</param>
    /// <param name="journeys">Conversions that happen on it.</param>
    /// <param name="parameters">Parameters of the models.</param>
    /// <param name="at">When the first fact was read.</param>
    public static RolledUpDay Build(
        DateOnly day,
        IReadOnlyCollection<DayVisit> visits,
        IReadOnlyCollection<Journey> journeys,
        AttributionParameters parameters,
        DateTimeOffset at)
    {
        var ordered = Ordered(journeys);
        var spellings = SpellingsOf(visits, ordered);
        var byDimensions = visits.ToLookup(item => spellings.Of(RollupDimensions.Of(item.Visit.Source, item.Visit.LandingPage)));
        var credits = DayCredits.Of(ordered, parameters, spellings);
        var caps = DimensionCaps.Of(
        [
            .. byDimensions.Select(group => (group.Key, group.LongCount())),
            .. credits.Keys.Select(key => (key, 0L)),
        ]);
        var counts = byDimensions.GroupBy(group => caps.Fold(group.Key)).ToDictionary(
            group => group.Key, group => group.SelectMany(item => item).ToList());
        return new RolledUpDay
        {
            Day = day,
            At = at,
            Converted = Converted(journeys),
            Visits = DayVisits.Of(day, visits, spellings.Channels),
            Rows = Rows(day, counts, DayCredits.Fold(credits, caps)),
        };
    }

    /// <summary>The same day with its conversions credited anew: the visits stay.</summary>
    /// <param name="day">Day as it was rolled up.</param>
    /// <param name="journeys">Conversions that happen on it.</param>
    /// <param name="parameters">Parameters of the models.</param>
    public static RolledUpDay Recredit(RolledUpDay day, IReadOnlyCollection<Journey> journeys, AttributionParameters parameters)
    {
        var spellings = ShownDays.SpellingsOf([day]);
        var ordered = Ordered(journeys);
        AddTouches(spellings, ordered);
        var caps = DimensionCaps.Of([.. day.Rows.Select(row => (row.Dimensions, row.Visits + row.AutomaticVisits))]);
        var credits = DayCredits.Fold(DayCredits.Of(ordered, parameters, spellings), caps);

        // Days of earlier releases may have rows that differ in spelling alone: the first of them takes the credit.
        var stored = day.Rows.Select(row => ShownDays.Of(row, spellings)).ToLookup(row => row.Dimensions);
        return day with
        {
            Converted = Converted(journeys),
            Rows =
            [
                .. Ordered(stored.Select(same => same.Key).Union(credits.Keys)).SelectMany(key =>
                    stored[key].DefaultIfEmpty(new RollupRow { Day = day.Day, Dimensions = key }).Select((row, place) =>
                        row with { Credits = place == 0 ? credits.GetValueOrDefault(key) ?? [] : [] })),
            ],
        };
    }

    // The earliest visit of the day decides how a name is spelt; what no visit has, the earliest conversion.
    private static SourceSpellings SpellingsOf(IEnumerable<DayVisit> visits, IEnumerable<Journey> ordered)
    {
        var spellings = new SourceSpellings();
        foreach (var item in visits.OrderBy(item => item.Visit.StartedAt).ThenBy(item => item.Visit.Id, StringComparer.Ordinal))
        {
            spellings.Add(item.Visit.Source);
        }

        AddTouches(spellings, ordered);
        return spellings;
    }

    private static void AddTouches(SourceSpellings spellings, IEnumerable<Journey> ordered)
    {
        foreach (var touch in ordered.SelectMany(journey => journey.Touches))
        {
            spellings.Add(touch.Source);
        }
    }

    private static List<Journey> Ordered(IEnumerable<Journey> journeys) =>
        [.. journeys.OrderBy(journey => journey.Conversion.At).ThenBy(journey => journey.Conversion.Id, StringComparer.Ordinal)];

    private static Dictionary<ConversionKind, CreditTotal> Converted(IReadOnlyCollection<Journey> journeys) => journeys
        .GroupBy(journey => journey.Conversion.Kind)
        .ToDictionary(
            group => group.Key,
            group => new CreditTotal(
                group.Count(journey => journey.RefundOf is null) * AttributionEngine.MicroPerConversion,
                group.Sum(journey => journey.Conversion.Amount)));

    private static List<RollupRow> Rows(
        DateOnly day,
        Dictionary<RollupDimensions, List<DayVisit>> visits,
        Dictionary<RollupDimensions, Dictionary<(ConversionKind, string), CreditTotal>> credits) =>
        [
            .. Ordered(visits.Keys.Union(credits.Keys)).Select(key =>
            {
                var people = visits.GetValueOrDefault(key)?.Where(item => !item.Visit.Automatic).ToList() ?? [];
                return new RollupRow
                {
                    Day = day,
                    Dimensions = key,
                    Visits = people.Count,
                    AutomaticVisits = (visits.GetValueOrDefault(key)?.Count ?? 0) - people.Count,
                    Visitors = VisitorSet.Of(day, people.Select(item => item.VisitorId)),
                    Credits = credits.GetValueOrDefault(key) ?? [],
                };
            }),
        ];

    private static IEnumerable<RollupDimensions> Ordered(IEnumerable<RollupDimensions> keys) => keys
        .OrderBy(key => key.Channel, StringComparer.Ordinal)
        .ThenBy(key => key.Source, StringComparer.Ordinal)
        .ThenBy(key => key.Medium, StringComparer.Ordinal)
        .ThenBy(key => key.Campaign, StringComparer.Ordinal)
        .ThenBy(key => key.LandingPage, StringComparer.Ordinal);
}
