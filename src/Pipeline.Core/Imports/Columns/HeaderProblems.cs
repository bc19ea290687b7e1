using System.Globalization;
using Pipeline.Imports.Reading;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Imports.Columns;

/// <summary>Says what a header lacks, what was found, and what would be taken.</summary>
internal sealed class HeaderProblems(ImportTable table, ImportSettings settings, List<Problem> problems)
{
    private const int MaxNames = 30;
    private const int MaxName = 40;

    /// <summary>Tells every fault of a header.</summary>
    /// <param name="choice">Header.</param>
    /// <param name="delimiter">Delimiter of CSV; null for others.</param>
    public void Tell(HeaderChoice choice, GridRow row, string? delimiter)
    {
        foreach (var column in choice.Plan.Twice)
        {
            problems.Add(new Problem(Problem.Invalid, column, "Two columns of the header mean this; rename one, or say which with map.…."));
        }

        var plan = choice.Resembles ?? choice.Plan;
        var found = string.Create(
            CultureInfo.InvariantCulture,
            $"row {row.Number}, {(delimiter is null ? "" : $"delimiter {delimiter}, ")}columns "
                + $"{Names(row.Cells.Select(cell => cell.Text))}");
        foreach (var missing in plan.Missing)
        {
            problems.Add(new Problem(
                Problem.Missing, missing.Name, $"No column of the header means this ({found}); {Advice(plan, missing)}"));
        }

        if (choice.Resembles is { Preset: { } preset } like)
        {
            problems.Add(new Problem(
                Problem.Invalid,
                "preset",
                $"The header looks like {preset.Name} ({preset.Title})"
                + (like.Unmarked.Count > 0 ? $", but has no {Names(like.Unmarked)}" : "")
                + $"; if it is, send preset={preset.Name}{Declarations(like)}."));
        }
        else if (settings.Preset is null && problems.Count > 0 && Presets.PresetBook.For(table.Endpoint).Any(known => known.HasColumns))
        {
            var names = Presets.PresetBook.For(table.Endpoint).Where(known => known.HasColumns).Select(known => known.Name);
            problems.Add(new Problem(
                Problem.Invalid, "preset", $"The header is of no known export; if it is one, name it: preset={string.Join('|', names)}."));
        }
    }

    internal static string Names(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => TextBounds.Clean(name, MaxName)).OfType<string>().Take(MaxNames));

    private static string Advice(HeaderPlan plan, ImportColumn missing)
    {
        var usual = $"add it, name it with map.{missing.Name}=…, or send set.{missing.Name}=… for all rows.";
        if (plan.Preset is not { } preset)
        {
            return usual;
        }

        var names = preset.Columns.FirstOrDefault(column => column.Column == missing.Name)?.From.Select(source => source.Names[0])
            .Distinct()
            .ToList() ?? [];
        return (names.Count > 0 ? $"in {preset.Name} it is {string.Join(" or ", names.Select(name => $"'{name}'"))}: " : "")
            + (preset.Advice.TryGetValue(missing.Name, out var advice) ? $"{advice} " : "")
            + usual;
    }

    private static string Declarations(HeaderPlan plan) =>
        string.Concat(plan.Missing.Select(column => $" with map.{column.Name}=… or set.{column.Name}=…"));
}
