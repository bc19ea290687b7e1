using Pipeline.Rollups;
using Pipeline.Uploads;

namespace Pipeline.Reports;

/// <summary>Costs under the names of what they brought, however the two are written.</summary>
public static class ShownCosts
{
    /// <summary>
    /// Costs with the spellings of the visits and conversions; names that only costs have are spelt as in the earliest of them.
    /// </summary>
    /// <param name="costs">Costs of a period.</param>
    /// <param name="days">Rolled-up days of the period.</param>
    public static IReadOnlyList<CostLine> Of(IReadOnlyList<CostLine> costs, IEnumerable<RolledUpDay> days)
    {
        var spellings = ShownDays.SpellingsOf(days);
        foreach (var cost in costs.OrderBy(cost => cost.Day))
        {
            spellings.Add(cost.Channel, cost.Source, null, cost.Campaign);
        }

        return
        [
            .. costs.Select(cost => cost with
            {
                Channel = spellings.Channels.Of(cost.Channel),
                Source = cost.Source is null ? null : spellings.Sources.Of(cost.Source),
                Campaign = cost.Campaign is null ? null : spellings.Campaigns.Of(cost.Campaign),
            }),
        ];
    }
}
