using Pipeline.Attribution;
using Pipeline.Leads.Facts;

namespace Pipeline.Rollups;

/// <summary>
/// Joins what several leads carry of one conversion: the deal counts once, and its credit goes to the touches of all of them.
/// </summary>
public static class JourneyParts
{
    /// <summary>Makes one journey of each conversion.</summary>
    /// <param name="conversions">Parts, in any order.</param>
    /// <returns>Journeys in the order of the conversions' ids.</returns>
    public static IReadOnlyList<Journey> Join(IEnumerable<LeadConversion> conversions) =>
    [
        .. conversions
            .GroupBy(part => part.Conversion.Id, StringComparer.Ordinal)
            .OrderBy(parts => parts.Key, StringComparer.Ordinal)
            .Select(parts => Join([.. parts.OrderBy(part => part.Conversion.LeadId, StringComparer.Ordinal)])),
    ];

    private static Journey Join(List<LeadConversion> parts) => parts.Count == 1
        ? parts[0].ToJourney()
        : parts[0].ToJourney() with
        {
            // Several leads may share a visit, each from its own first event on.
            Touches =
            [
                .. parts.SelectMany(part => part.Touches)
                    .GroupBy(touch => touch.Id, StringComparer.Ordinal)
                    .Select(same => same.MinBy(touch => touch.At)!)
                    .OrderBy(touch => touch.At)
                    .ThenBy(touch => touch.Id, StringComparer.Ordinal),
            ],
            Milestones = new Milestones
            {
                LeadCreatedAt = parts.Min(part => part.LeadCreatedAt),
                OpportunityAt = parts[0].OpportunityAt,
            },
        };
}
