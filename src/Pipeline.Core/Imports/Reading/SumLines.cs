using System.Text.RegularExpressions;
using Pipeline.Imports.Columns;
using Pipeline.Imports.Dates;
using Pipeline.Money;
using Pipeline.Text;

namespace Pipeline.Imports.Reading;

/// <summary>Lines of a file that are no rows: sums, and notes below the rows.</summary>
internal static partial class SumLines
{
    private static readonly HashSet<string> Labels = new(StringComparer.Ordinal)
    {
        "total", "totals", "grandtotal", "grandtotals", "overalltotal", "subtotal", "sum", "totalgeneral", "totauxgeneraux", "totaux",
        "somme", "soustotal",
        "gesamt", "gesamtsumme", "gesamtergebnis", "summe", "insgesamt", "totale", "totali", "totalecomplessivo", "totaal", "eindtotaal",
        "totales",
        "sumatotal", "totalgeral", "totais", "soma", "suma",
    };

    /// <summary>
    /// True for a line that sums up others: it has a label and no date, or begins with one that is all that it says beside numbers. A line
    /// about a person is none: a customer may be called Total.
    /// </summary>
    /// <param name="row">Line.</param>
    /// <param name="plan">Columns of the file.</param>
    public static bool IsSum(GridRow row, HeaderPlan plan)
    {
        if (row.Cells.Any(cell => cell.Text?.Contains('@', StringComparison.Ordinal) == true))
        {
            return false;
        }

        if (plan.HasDates && !plan.HasDate(row))
        {
            return row.Cells.Any(cell => !cell.IsBlank && Label().IsMatch(cell.Text));
        }

        var (index, text, _) = row.First();
        var isWhole = index >= 0 && Labels.Contains(TextFold.Fold(text));
        return (isWhole && !row.Cells.Skip(index + 1).Any(IsWords))
            || (!plan.HasDates && Label().IsMatch(text) && text.Contains(':', StringComparison.Ordinal));
    }

    /// <summary>True for a text that begins as the label of a sum does.</summary>
    /// <param name="text">Text of a cell.</param>
    public static bool IsLabel(string text) => Label().IsMatch(text);

    /// <summary>True for a note below the rows, as reports write it: a copyright, who made it.</summary>
    /// <param name="row">Line.</param>
    public static bool IsNote(GridRow row) => row.First() is (_, var text, 1) && Note().IsMatch(text);

    // Currencies and signs for "nothing" stand in sums as well.
    private static bool IsWords(ImportCell cell) =>
        !cell.IsBlank && !cell.IsNumber && cell.Date is null && cell.Text.Any(char.IsLetter) && !Currencies.IsKnown(cell.Text.Trim())
        && !DateForms.Iso.TryParse(cell.Text, TimeZoneInfo.Utc, out _, out _);

    [GeneratedRegex(
        @"^\s*(grand|overall|sub)?[\s-]*(totals?|totaux|total\s+g[eé]n[eé]ral|totale|totali|totales|totaal|eindtotaal|totais"
        + @"|gesamt\w*|summe|insgesamt|sum|somme|sous-total|suma|soma)(?!\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex(
        @"^\s*(©|@\s?\d{4}\b|\(c\)|copyright\b|confidential\b|generated\s+(by|on|at)\b"
        + @"|report\s+generated\b|filtered\s+by\b|exported\s+(by|on|at)\b)|all rights reserved",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Note();
}
