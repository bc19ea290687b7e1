namespace Pipeline.Settings;

/// <summary>Finds what a misspelt name was meant to be.</summary>
public static class NearestName
{
    /// <summary>The known name that takes the fewest edits, case aside; of equals the first.</summary>
    /// <param name="name">Name as it was written.</param>
    /// <param name="known">Known names.</param>
    /// <returns>Null when nothing is known.</returns>
    public static string? Of(string name, IEnumerable<string> known) => known.MinBy(other => Edits(name, other));

    /// <summary>How many characters must be inserted, removed, replaced or exchanged with their neighbour, case aside.</summary>
    /// <param name="one">One name.</param>
    /// <param name="other">The other.</param>
    public static int Edits(string one, string other)
    {
        var (a, b) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var edits = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1,
                    edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[a.Length, b.Length];
    }
}
