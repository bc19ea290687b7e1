using Pipeline.Problems;

namespace Pipeline.Tables;

/// <summary>How a report is written: <c>format=json</c> (default) or <c>format=csv</c> with the spreadsheet's habits.</summary>
/// <param name="IsCsv">True for CSV.</param>
/// <param name="Delimiter">Character between cells: comma, semicolon or tab.</param>
/// <param name="Bom">Whether a byte order mark comes first, by which Excel knows UTF-8.</param>
/// <param name="DecimalComma">Whether decimals are written <c>12,50</c>.</param>
/// <param name="French">Whether the headings are French.</param>
public sealed record ReportFormat(bool IsCsv, char Delimiter = ',', bool Bom = false, bool DecimalComma = false, bool French = false)
{
    private static readonly Dictionary<string, char> Delimiters = new(StringComparer.OrdinalIgnoreCase)
    {
        [","] = ',',
        ["comma"] = ',',
        [";"] = ';',
        ["semicolon"] = ';',
        ["tab"] = '\t',
    };

    /// <summary>Reads <c>format</c>, <c>excel</c>, <c>delimiter</c>, <c>bom</c> and <c>decimal</c>.</summary>
    /// <param name="parameter">Gives the value of a parameter by name; null or empty when it is absent.</param>
    /// <param name="problems">Receives every problem.</param>
    /// <returns>The format; usable when there is no problem.</returns>
    public static ReportFormat Read(Func<string, string?> parameter, ICollection<Problem> problems)
    {
        var french = Choice(parameter, "excel", "fr", null, problems) == "fr";
        var isCsv = Choice(parameter, "format", "csv", "json", problems) == "csv";
        var delimiter = french ? ';' : ',';
        if (parameter("delimiter") is { Length: > 0 } text && !Delimiters.TryGetValue(text, out delimiter))
        {
            problems.Add(new Problem(Problem.Invalid, "delimiter", $"'{text}' is no delimiter. Use comma, semicolon or tab."));
        }

        var bom = Choice(parameter, "bom", "true", "false", problems) is { } asked ? asked == "true" : french;
        var comma = Choice(parameter, "decimal", "comma", "point", problems) is { } mark ? mark == "comma" : french;
        return new ReportFormat(isCsv, delimiter, bom, comma, french);
    }

    private static string? Choice(Func<string, string?> parameter, string name, string one, string? other, ICollection<Problem> problems)
    {
        if (parameter(name) is not { Length: > 0 } text)
        {
            return null;
        }

        var found = text.ToLowerInvariant();
        if (found != one && found != other)
        {
            problems.Add(new Problem(Problem.Invalid, name, $"'{text}' is unknown. Use {(other is null ? one : $"{one} or {other}")}."));
        }

        return found;
    }
}
