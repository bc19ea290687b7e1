using Pipeline.Imports.Presets;
using Pipeline.Imports.Reading;

namespace Pipeline.Imports.Columns;

/// <summary>Finds the row of a file that names its columns: exports put lines about the report above it.</summary>
/// <param name="Index">Place among the first rows.</param>
/// <param name="Plan">What its columns mean.</param>
internal sealed record HeaderChoice(int Index, HeaderPlan Plan)
{
    /// <summary>The preset that the header looks like, though not all of it is there; null for none.</summary>
    public HeaderPlan? Resembles { get; init; }

    /// <summary>How well it fits, to choose among delimiters: a whole header first, then the number of names.</summary>
    public int Rank => Plan.IsFull ? 10_000 + Plan.Names : Math.Max(Plan.Names, Resembles?.Names ?? 0);

    /// <summary>Finds the header.</summary>
    /// <param name="head">First rows of the file; at least one.</param>
    /// <param name="table">Columns of the import.</param>
    /// <param name="settings">What the upload declares.</param>
    public static HeaderChoice Of(IReadOnlyList<GridRow> head, ImportTable table, ImportSettings settings)
    {
        HeaderChoice? best = null;
        for (var i = 0; i < head.Count; i++)
        {
            var choice = OfRow(head[i], i, table, settings);
            if (choice.Plan.IsFull)
            {
                return choice;
            }

            best = best is null || choice.Rank > best.Rank ? choice : best;
        }

        return best!;
    }

    private static HeaderChoice OfRow(GridRow row, int index, ImportTable table, ImportSettings settings)
    {
        var header = HeaderNames.Of(row.Cells.Select(cell => cell.Text));
        if (settings.Preset is { HasColumns: true } declared)
        {
            // Who names a preset needs not all of its marks.
            var plan = HeaderPlan.Of(header, table, settings, declared);
            plan.Unmarked.Clear();
            return new HeaderChoice(index, plan);
        }

        var known = HeaderPlan.Of(header, table, settings, null);
        var plans = PresetBook.For(table.Endpoint).Where(preset => preset.HasColumns)
            .Select(preset => HeaderPlan.Of(header, table, settings, preset)).ToList();
        return plans.Where(plan => plan.IsFull).ToList() switch
        {
            [var only] => new HeaderChoice(index, only),
            _ => new HeaderChoice(index, known) { Resembles = Nearest(plans) },
        };
    }

    // Half of its marks, and two at least, are no chance.
    private static HeaderPlan? Nearest(IEnumerable<HeaderPlan> plans) => plans
        .Where(plan => plan.Preset!.Marks.Count - plan.Unmarked.Count is var found && found >= 2 && found * 2 >= plan.Preset.Marks.Count)
        .OrderByDescending(plan => plan.Names)
        .ThenBy(plan => plan.Missing.Count)
        .FirstOrDefault();
}
