using Pipeline.Text;

namespace Pipeline.Imports.Columns;

// A column of a file from which a column of the import is read: always, or when another column of the row has one of some values.
internal sealed record PlanSource(int Index)
{
    public int WhenIndex { get; init; } = -1;

    public IReadOnlySet<string> Is { get; init; } = new HashSet<string>();

    public IReadOnlyDictionary<string, string>? Values { get; init; }

    public bool Only { get; init; }

    public ImportCell? Read(IReadOnlyList<ImportCell> cells, IReadOnlySet<string> blanks)
    {
        if (Index >= cells.Count || IsBlank(cells[Index], blanks) || !Holds(cells))
        {
            return null;
        }

        return Values is null ? cells[Index]
            : Values.TryGetValue(TextFold.Fold(cells[Index].Text), out var value) ? new ImportCell(value)
            : Only ? null
            : cells[Index];
    }

    private static bool IsBlank(ImportCell cell, IReadOnlySet<string> blanks) =>
        cell.IsBlank || (blanks.Count > 0 && blanks.Contains(cell.Text.Trim()));

    private bool Holds(IReadOnlyList<ImportCell> cells) =>
        WhenIndex < 0 || (WhenIndex < cells.Count && Is.Contains(TextFold.Fold(cells[WhenIndex].Text)));
}
