using System.Text.RegularExpressions;

namespace Pipeline.Imports;

/// <summary>Lines of a file that are no rows: sums, and notes below the rows.</summary>
internal static partial class SumLines
{
    private static readonly HashSet<string> Labels = new(StringComparer.Ordinal)
    {
        "total", "totals", "grandtotal", "grandtotals", "overalltotal", "subtotal", "sum", "totalgeneral", "totauxgeneraux", "totaux", "somme", "soustotal",
        "gesamt", "gesamtsumme", "gesamtergebnis", "summe", "insgesamt", "totale", "totali", "totalecomplessivo", "totaal", "eindtotaal", "totales",
        "sumatotal", "totalgeral", "totais", "soma", "suma",
    };

    /// <summary>True for a line that sums up others: it begins with a label and has no date, or the label is all that it says beside numbers.</summary>
    /// <param name="row">Line.</param>
    /// <param name="plan">Columns of the file.</param>
    public static bool IsSum(GridRow row, HeaderPlan plan)
    {
        var (index, text, _) = row.First();
        if (index < 0 || text.Contains('@', StringComparison.Ordinal) || !Label().IsMatch(text))
        {
            return false;
        }

        var isWhole = Labels.Contains(TextFold.Fold(text));
        return (isWhole && !row.Cells.Skip(index + 1).Any(IsWords))
            || (plan.HasDates ? !plan.HasDate(row) : isWhole || text.Contains(':', StringComparison.Ordinal));
    }

    /// <summary>True for a note below the rows, as reports write it: a copyright, who made it.</summary>
    /// <param name="row">Line.</param>
    public static bool IsNote(GridRow row) => row.First() is (_, var text, 1) && Note().IsMatch(text);

    // Currencies and signs for "nothing" stand in sums as well.
    private static bool IsWords(ImportCell cell) =>
        !cell.IsNumber && cell.Date is null && cell.Text.Any(char.IsLetter) && !Currencies.IsKnown(cell.Text.Trim())
        && !DateForms.Iso.TryParse(cell.Text, TimeZoneInfo.Utc, out _, out _);

    [GeneratedRegex(
        @"^\s*(grand|overall|sub)?[\s-]*(totals?|totaux|total\s+g[eé]n[eé]ral|totale|totali|totales|totaal|eindtotaal|totais|gesamt\w*|summe|insgesamt|sum|somme|sous-total|suma|soma)(?!\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex(
        @"^\s*(©|@\s?\d{4}\b|\(c\)|copyright\b|confidential\b|generated\s+(by|on|at)\b|report\s+generated\b|filtered\s+by\b|exported\s+(by|on|at)\b)|all rights reserved",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Note();
}
