namespace Pipeline.LocalHost.Settings;

/// <summary>Finds what somebody meant who mistyped a name.</summary>
internal static class NearestName
{
    /// <summary>
    /// The known name that needs the fewest changed, added, missing or swapped letters; <see langword="null"/> if it is more than a third
    /// of the name.
    /// </summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var best = known.Select(candidate => (Name: candidate, Distance: Distance(name, candidate))).MinBy(candidate => candidate.Distance);
        return best.Name is not null && best.Distance <= Math.Max(1, name.Length / 3) ? best.Name : null;
    }

    private static int Distance(string left, string right)
    {
        var distances = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distances[i, j] = i + j;
                    continue;
                }

                var changed = distances[i - 1, j - 1] + (Same(i - 1, j - 1) ? 0 : 1);
                distances[i, j] = Math.Min(changed, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(i - 1, j - 2) && Same(i - 2, j - 1))
                {
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
                }
            }
        }

        return distances[left.Length, right.Length];

        bool Same(int i, int j) => char.ToUpperInvariant(left[i]) == char.ToUpperInvariant(right[j]);
    }
}
