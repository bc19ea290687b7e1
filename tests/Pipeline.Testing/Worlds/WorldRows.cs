using System.Globalization;
using Row = System.Collections.Generic.SortedDictionary<string, string>;

namespace Pipeline.Testing.Worlds;

/// <summary>What rows of CRM uploads must be like, so that an upload takes them.</summary>
public static class WorldRows
{
    /// <summary>True for a stage that is won or lost, or may count as such one day: its date must have come.</summary>
    /// <param name="stage">Stage as the row names it.</param>
    public static bool IsClosing(string stage) => stage is "Won" or "Lost" or "Pilot";

    /// <summary>Gives a deal to sales that nothing tells apart: one lead, one date, no deal, and two amounts.</summary>
    /// <param name="rows">Rows of one upload.</param>
    public static void TellApart(IEnumerable<Row> rows)
    {
        foreach (var same in rows.Where(row => row.GetValueOrDefault("stage") is "Won" or "Pilot" && !row.ContainsKey("opportunity"))
            .GroupBy(row => (row["email"], row["stage"], row.GetValueOrDefault("closeDate")
                ?? row["date"], row.GetValueOrDefault("amount")?[0] == '-')))
        {
            foreach (var (place, row) in same.Skip(1).Index())
            {
                row["opportunity"] = string.Create(CultureInfo.InvariantCulture, $"deal of {place}");
            }
        }
    }
}
