using System.Globalization;
using Pipeline.Imports.Dates;
using Pipeline.Imports.Reading;
using Pipeline.Money;
using Pipeline.Problems;

namespace Pipeline.Imports;

/// <summary>Parameters of an upload as one text, kept with its rejected rows.</summary>
internal static class UploadQuery
{
    // A replay says itself whether it only checks. Its rows are JSON whatever the upload was, by the names of the columns, so that neither
    // its form nor its header matters.
    private static readonly string[] Left = ["dryRun", "format", "code", "delimiter", "header", "preset", "dates", "decimal"];

    private const string Row = "row";
    private const string Currencies = "currencies";

    /// <summary>Writes the parameters that a replay needs: rows that are kept must be read as the upload was, whatever told how.</summary>
    /// <param name="query">Parameters of the upload.</param>
    /// <param name="settings">What they mean.</param>
    /// <param name="raw">What was found out about its rows.</param>
    public static string Write(IEnumerable<KeyValuePair<string, string>> query, ImportSettings settings, RawTable raw)
    {
        var kept = query.Where(pair => !Left.Contains(pair.Key, StringComparer.OrdinalIgnoreCase)
            && !pair.Key.StartsWith(ImportSettings.MapPrefix, StringComparison.OrdinalIgnoreCase)).ToList();
        if (settings.Decimals != DecimalMark.Detect)
        {
            kept.Add(KeyValuePair.Create("decimal", settings.Decimals == DecimalMark.Comma ? "comma" : "point"));
        }

        if (DatesOf(settings, raw) is { Length: > 0 } dates)
        {
            kept.Add(KeyValuePair.Create("dates", dates));
        }

        // What could not be read is kept as the text that it was.
        if (raw.Reading.Delimiter is { } delimiter)
        {
            kept.Add(KeyValuePair.Create("delimiter", delimiter));
        }

        // A row that does not name its currency is read by what the others name.
        if (raw.Currencies.Count > 0)
        {
            kept.Add(KeyValuePair.Create(Currencies, string.Join('.', raw.Currencies)));
        }

        return string.Join('&', kept.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
    }

    private static string DatesOf(ImportSettings settings, RawTable raw)
    {
        var forms = raw.Dates.Values
            .Prepend(settings.Dates)
            .SelectMany(forms => forms.Text.Split('|', StringSplitOptions.RemoveEmptyEntries));
        return forms.Any()
            ? string.Join('|', (raw.HasDates || settings.Dates.IsIso ? forms.Concat(DateForms.IsoForms) : forms).Distinct())
            : "";
    }

    /// <summary>The text for some rows, which a replay puts in their places among the others.</summary>
    /// <param name="query">The text for the upload.</param>
    /// <param name="numbers">Numbers of the rows, ascending.</param>
    public static string OfRows(string query, IEnumerable<int> numbers)
    {
        var rows = string.Join('.', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        return $"{query}{(query.Length == 0 ? "" : "&")}{Row}={rows}";
    }

    /// <summary>Numbers of the rows for which a text was written; empty when it was for none.</summary>
    public static IReadOnlyList<int> RowsOf(string text)
    {
        var numbers = new List<int>();
        foreach (var part in text.Split('&')[^1].Split('=') is [Row, var list] ? list.Split('.') : [])
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
            }
        }

        return numbers;
    }

    /// <summary>Currencies that the upload named for which a text was written.</summary>
    public static IReadOnlyList<string> CurrenciesOf(string text) =>
        text.Split('&').Select(pair => pair.Split('=')).FirstOrDefault(pair => pair is [Currencies, _]) is { } named
            ? named[1].Split('.')
            : [];

    /// <summary>
    /// Reads what was written; what uploads of earlier releases sent in vain is left out, and the names of their headers, which kept rows
    /// no longer have.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string text) =>
    [
        .. text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[^1])))
            .Where(pair => ImportSettings.Names.Contains(pair.Key, StringComparer.OrdinalIgnoreCase)
                || (QueryParameters.IsFamily(pair.Key)
                    && !pair.Key.StartsWith(ImportSettings.MapPrefix, StringComparison.OrdinalIgnoreCase))),
    ];
}
