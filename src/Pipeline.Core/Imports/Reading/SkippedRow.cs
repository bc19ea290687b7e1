using Pipeline.Text;

namespace Pipeline.Imports.Reading;

/// <summary>A line of the file that is no row: above the header, a sum, a note at the end.</summary>
/// <param name="Row">Its number, as a spreadsheet shows it.</param>
/// <param name="Reason">Why, for example <c>before_header</c>.</param>
/// <param name="Text">What it says, its first 100 characters.</param>
public sealed record SkippedRow(int Row, string Reason, string Text)
{
    /// <summary>Most lines that are listed.</summary>
    public const int MaxListed = 50;

    /// <summary>It stands above the header.</summary>
    public const string BeforeHeader = "before_header";

    /// <summary>It sums up the other rows.</summary>
    public const string Total = "total";

    /// <summary>It is a note below the rows.</summary>
    public const string Note = "note";

    private const int MaxText = 100;

    internal static SkippedRow Of(GridRow row, string reason) => new(
        row.Number,
        reason,
        TextBounds.Clean(
            string.Join(' ', row.Cells.Where(cell => !cell.IsBlank).Take(20).Select(cell => cell.Text.Trim())), MaxText) ?? "");
}
