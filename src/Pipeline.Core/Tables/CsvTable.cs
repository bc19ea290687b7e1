using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using Pipeline.Time;

namespace Pipeline.Tables;

/// <summary>
/// Writes a table as CSV (RFC 4180, UTF-8). Text that a spreadsheet would run as a formula gets an apostrophe in front, because campaign
/// names come from addresses that anybody can make up; numbers stay numbers.
/// </summary>
public static partial class CsvTable
{
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@＝＋－＠");

    /// <summary>Content type of the file.</summary>
    public const string ContentType = "text/csv; charset=utf-8";

    /// <summary>Writes a table.</summary>
    /// <param name="format">Delimiter, byte order mark, decimal sign.</param>
    public static byte[] Write(ReportTable table, ReportFormat format)
    {
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(
            stream, new CsvWriterOptions { Separator = format.Delimiter, WriteByteOrderMark = format.Bom }, leaveOpen: true))
        {
            csv.WriteRecord([.. table.Columns.Select(column => Harmless((format.French ? FrenchHeadings.Find(column) : null) ?? column))]);
            foreach (var row in table.Rows)
            {
                csv.WriteRecord([.. row.Select(cell => Text(cell, format))]);
            }
        }

        return stream.ToArray();
    }

    /// <summary>
    /// Text that no spreadsheet runs: an apostrophe in front of what would begin a formula, also after white space, after signs that nobody
    /// sees (U+200B, U+FEFF), and after whatever another program takes for the end of a cell.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Harmless(string text)
    {
        var start = 0;
        while (start < text.Length && IsUnseen(text[start]))
        {
            start++;
        }

        var isFormula = start < text.Length && Formula.Contains(text[start]);
        return InnerFormula().Replace(isFormula || text is ['\t' or '\r' or '\n', ..] ? "'" + text : text, "'$0");
    }

    [GeneratedRegex("(?<=[;,\t\r\n]\\p{Cf}*)[=+\\-@＝＋－＠]")]
    private static partial Regex InnerFormula();

    private static bool IsUnseen(char sign) =>
        char.IsWhiteSpace(sign) || char.IsControl(sign) || char.GetUnicodeCategory(sign) == UnicodeCategory.Format;

    private static string? Text(object? cell, ReportFormat format) => cell switch
    {
        null => null,
        string text => Harmless(text),
        bool flag => flag ? "true" : "false",
        DateOnly day => LocalTime.Text(day),
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        IFormattable number when format.DecimalComma => number.ToString(null, CultureInfo.InvariantCulture).Replace('.', ','),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A cell cannot hold {cell.GetType().Name}.", nameof(cell)),
    };
}
