using Pipeline.Settings;

namespace Pipeline.Imports;

/// <summary>Parameters of an upload as one text, kept with its rejected rows.</summary>
internal static class UploadQuery
{
    // A replay says itself whether it only checks, and its rows are JSON whatever the upload was.
    private static readonly string[] Left = ["dryRun", "format", "code"];

    /// <summary>Writes the parameters that a replay needs.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, string>> query) => string.Join(
        '&',
        query.Where(pair => !Left.Contains(pair.Key, StringComparer.OrdinalIgnoreCase))
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    /// <summary>Reads what was written; what uploads of earlier releases sent in vain is left out.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string text) =>
    [
        .. text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[^1])))
            .Where(pair => ImportSettings.Names.Contains(pair.Key, StringComparer.OrdinalIgnoreCase) || QueryParameters.IsFamily(pair.Key)),
    ];
}
