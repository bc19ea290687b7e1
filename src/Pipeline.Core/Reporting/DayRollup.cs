using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Identity;

namespace Pipeline.Reporting;

/// <summary>A local day's roll-up, a pure function of the visits that start and the conversions that happen on it.</summary>
public static class DayRollup
{
    /// <summary>Sums a day.</summary>
    /// <param name="day">Local day.</param>
    /// <param name="visits">Visits that start on it.</param>
    /// <param name="journeys">Conversions that happen on it.</param>
    /// <param name="parameters">Parameters of the models.</param>
    /// <param name="at">When the first fact was read.</param>
    public static RolledUpDay Build(
        DateOnly day, IEnumerable<Visit> visits, IReadOnlyCollection<Journey> journeys, AttributionParameters parameters, DateTimeOffset at) =>
        new()
        {
            Day = day,
            At = at,
            Converted = journeys
                .GroupBy(journey => journey.Conversion.Kind)
                .ToDictionary(
                    group => group.Key,
                    group => new CreditTotal(
                        group.Count(journey => journey.RefundOf is null) * AttributionEngine.MicroPerConversion,
                        group.Sum(journey => journey.Conversion.Amount))),
            Rows = Rows(day, visits, journeys, parameters),
        };

    private static List<RollupRow> Rows(
        DateOnly day, IEnumerable<Visit> visits, IReadOnlyCollection<Journey> journeys, AttributionParameters parameters)
    {
        var counts = new Dictionary<RollupDimensions, (long People, long Machines)>();
        foreach (var visit in visits)
        {
            var dimensions = RollupDimensions.Of(visit.Source);
            var (people, machines) = counts.GetValueOrDefault(dimensions);
            counts[dimensions] = visit.Automatic ? (people, machines + 1) : (people + 1, machines);
        }

        var credits = new Dictionary<RollupDimensions, Dictionary<(ConversionKind, string), CreditTotal>>();
        foreach (var model in AttributionModels.PerJourney)
        {
            foreach (var credit in AttributionEngine.Attribute(journeys, model, parameters).Credits)
            {
                var dimensions = RollupDimensions.Of(credit.Source);
                if (!credits.TryGetValue(dimensions, out var sums))
                {
                    credits[dimensions] = sums = [];
                }

                var key = (credit.Conversion.Kind, model.Name);
                sums[key] = sums.GetValueOrDefault(key) + new CreditTotal(credit.MicroConversions, credit.Amount);
            }
        }

        return
        [
            .. counts.Keys.Union(credits.Keys)
                .OrderBy(key => key.Channel, StringComparer.Ordinal)
                .ThenBy(key => key.Source, StringComparer.Ordinal)
                .ThenBy(key => key.Medium, StringComparer.Ordinal)
                .ThenBy(key => key.Campaign, StringComparer.Ordinal)
                .Select(key => new RollupRow
                {
                    Day = day,
                    Dimensions = key,
                    Visits = counts.GetValueOrDefault(key).People,
                    AutomaticVisits = counts.GetValueOrDefault(key).Machines,
                    Credits = credits.GetValueOrDefault(key) ?? [],
                }),
        ];
    }
}
