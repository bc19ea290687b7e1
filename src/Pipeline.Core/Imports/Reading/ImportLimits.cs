using System.Globalization;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Imports.Reading;

internal static class ImportLimits
{
    /// <summary>Most columns of a file; exports of all properties of a CRM have several hundred.</summary>
    public const int MaxColumns = 1_000;

    /// <summary>Longest row of a file, in bytes: 1 MiB.</summary>
    public const int MaxRecordBytes = 1_048_576;

    /// <summary>Lines in which the header is looked for.</summary>
    public const int MaxPreamble = 30;

    private const int MaxIgnored = 50;
    private const int MaxName = 100;

    public static Problem TooManyRows(int maxRows) => new(
        Problem.TooLarge, "", string.Create(CultureInfo.InvariantCulture, $"The upload has more than {maxRows} rows; split it."));

    public static Problem TooManyColumns(int row, int found) => new(
        Problem.TooLarge,
        string.Create(CultureInfo.InvariantCulture, $"row {row}"),
        string.Create(CultureInfo.InvariantCulture, $"has {found} columns, at most {MaxColumns} are taken; send fewer."));

    public static Problem TooLongRow(int row) => new(
        Problem.TooLarge,
        string.Create(CultureInfo.InvariantCulture, $"row {row}"),
        string.Create(
            CultureInfo.InvariantCulture,
            $"has more than {MaxRecordBytes} bytes, which no row may; a quote may be open, or the line breaks are lost (curl -d drops "
                + $"them: use --data-binary or -F file=@…)."));

    public static void Ignore(string name, List<string> ignored)
    {
        if (TextBounds.Clean(name, MaxName) is { } clean && ignored.Count < MaxIgnored && !ignored.Contains(clean))
        {
            ignored.Add(clean);
        }
    }
}
