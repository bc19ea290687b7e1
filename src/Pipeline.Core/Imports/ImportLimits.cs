using System.Globalization;
using Pipeline.Capture;

namespace Pipeline.Imports;

internal static class ImportLimits
{
    public const int MaxColumns = 200;
    private const int MaxIgnored = 50;
    private const int MaxName = 100;

    public static Problem TooManyRows(int maxRows) => new(
        Problem.TooLarge, "", string.Create(CultureInfo.InvariantCulture, $"The upload has more than {maxRows} rows; split it."));

    public static void Ignore(string name, List<string> ignored)
    {
        if (TextBounds.Clean(name, MaxName) is { } clean && ignored.Count < MaxIgnored && !ignored.Contains(clean))
        {
            ignored.Add(clean);
        }
    }
}
