using Pipeline.Days;

namespace Pipeline.Rollups;

/// <summary>
/// Rolled-up days of a period with one spelling for each name: that of the earliest visit in the period, else of the earliest conversion.
/// </summary>
public static class ShownDays
{
    /// <summary>The spellings of a period. Within a day a name has one already.</summary>
    /// <param name="days">Days of the period.</param>
    public static SourceSpellings SpellingsOf(IEnumerable<RolledUpDay> days)
    {
        var spellings = new SourceSpellings();
        var ordered = days.OrderBy(day => day.Day).ToList();
        foreach (var isVisited in new[] { true, false })
        {
            foreach (var row in ordered.SelectMany(day => day.Rows).Where(row => row.Visits + row.AutomaticVisits > 0 == isVisited))
            {
                spellings.Add(row.Dimensions);
            }
        }

        return spellings;
    }

    /// <summary>The days with their names as they are shown. Rows that differed in spelling alone stay rows of their own.</summary>
    /// <param name="days">Days of the period.</param>
    public static IReadOnlyList<RolledUpDay> Of(IReadOnlyList<RolledUpDay> days)
    {
        var spellings = SpellingsOf(days);
        return [.. days.Select(day => day with { Rows = [.. day.Rows.Select(row => Of(row, spellings))] })];
    }

    internal static RollupRow Of(RollupRow row, SourceSpellings spellings) =>
        spellings.Of(row.Dimensions) is var shown && shown == row.Dimensions ? row : row with { Dimensions = shown };
}
