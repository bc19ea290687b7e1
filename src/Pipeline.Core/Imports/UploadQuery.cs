using Pipeline.Settings;

namespace Pipeline.Imports;

/// <summary>Parameters of an upload as one text, kept with its rejected rows.</summary>
internal static class UploadQuery
{
    // A replay says itself whether it only checks, and its rows are JSON whatever the upload was.
    private static readonly string[] Left = ["dryRun", "format", "code"];

    private const string Row = "row";

    /// <summary>Writes the parameters that a replay needs.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, string>> query) => string.Join(
        '&',
        query.Where(pair => !Left.Contains(pair.Key, StringComparer.OrdinalIgnoreCase))
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    /// <summary>The text for one row, which a replay puts in its place among the others.</summary>
    public static string OfRow(string query, int number) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{query}{(query.Length == 0 ? "" : "&")}{Row}={number}");

    /// <summary>Number of the row for which a text was written; null for none.</summary>
    public static int? RowOf(string text) => text.Split('&')[^1].Split('=') is [Row, var number]
        && int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var row) ? row : null;

    /// <summary>Reads what was written; what uploads of earlier releases sent in vain is left out.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string text) =>
    [
        .. text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[^1])))
            .Where(pair => ImportSettings.Names.Contains(pair.Key, StringComparer.OrdinalIgnoreCase) || QueryParameters.IsFamily(pair.Key)),
    ];
}
