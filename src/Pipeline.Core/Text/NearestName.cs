using System.Globalization;

namespace Pipeline.Text;

/// <summary>Finds the known names that somebody may have meant. Case, accents and punctuation do not matter.</summary>
public static class NearestName
{
    /// <summary>Names that are proposed at most, unless a caller asks for another number.</summary>
    public const int Most = 3;

    // Longer texts are no slips of the pen; it also bounds the work.
    private const int MaxLength = 60;

    /// <summary>The name that a text most likely means.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="names">Known names.</param>
    /// <returns>Null when none is near: more than every third letter would have to change.</returns>
    public static string? Of(string text, IEnumerable<string> names) => All(text, names, 1) is [var one] && IsNear(text, one) ? one : null;

    /// <summary>Known names in the order of their nearness, the nearest first.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="names">Known names.</param>
    /// <param name="most">Names to give at most.</param>
    public static IReadOnlyList<string> All(string text, IEnumerable<string> names, int most = Most)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(names);
        var folded = Fold(text);
        return
        [
            .. names.Distinct(StringComparer.Ordinal)
                .Select(name => (Name: name, Distance: Distance(folded, Fold(name))))
                .OrderBy(item => item.Distance)
                .ThenBy(item => item.Name, StringComparer.Ordinal)
                .Take(most)
                .Select(item => item.Name),
        ];
    }

    /// <summary>A sentence that names the nearest name and every known one.</summary>
    /// <param name="text">Text that names nothing.</param>
    /// <param name="names">Known names, at least one.</param>
    public static string Hint(string text, IReadOnlyCollection<string> names)
    {
        var known = string.Create(CultureInfo.InvariantCulture, $"Known: {string.Join(", ", names)}.");
        return Of(text, names) is { } near ? $"Did you mean {near}? {known}" : known;
    }

    private static bool IsNear(string text, string name)
    {
        var (left, right) = (Fold(text), Fold(name));
        return left.Length > 0 && (Distance(left, right) * 3 <= Math.Max(left.Length, right.Length) + 1 || IsStart(left, right));
    }

    private static bool IsStart(string left, string right) =>
        Math.Min(left.Length, right.Length) >= 3
            && (left.StartsWith(right, StringComparison.Ordinal) || right.StartsWith(left, StringComparison.Ordinal));

    private static string Fold(string text)
    {
        var folded = TextFold.Fold(text.Length <= MaxLength ? text : text[..MaxLength]);
        return folded.Length <= MaxLength ? folded : folded[..MaxLength];
    }

    // Letters that are wrong, missing, too many, or exchanged with their neighbour.
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[left.Length, right.Length];
    }
}
