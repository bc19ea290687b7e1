using Pipeline.Problems;

namespace Pipeline.Imports.Reading;

// A row of a file before anybody knows what its cells mean. Number: the one that a spreadsheet shows. A refusal is the last row: the file
// cannot be read further, and nothing of it is taken.
internal sealed record GridRow(
    int Number, IReadOnlyList<ImportCell> Cells, string? Fault = null, string? Raw = null, Problem? Refusal = null, bool IsTooWide = false)
{
    public static GridRow Refused(int number, Problem problem, bool isTooWide = false) =>
        new(number, [], Refusal: problem, IsTooWide: isTooWide);

    // The first cell that holds something, and how many do.
    public (int Index, string Text, int Count) First()
    {
        var (index, count) = (-1, 0);
        for (var i = 0; i < Cells.Count; i++)
        {
            if (!Cells[i].IsBlank)
            {
                index = index < 0 ? i : index;
                count++;
            }
        }

        return (index, index < 0 ? "" : Cells[index].Text.Trim(), count);
    }
}
