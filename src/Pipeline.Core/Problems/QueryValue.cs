using System.Globalization;

namespace Pipeline.Problems;

/// <summary>Reads values that parameters of several routes have.</summary>
public static class QueryValue
{
    /// <summary>Reads the parameter <c>at</c>.</summary>
    /// <param name="text">ISO 8601 with a time zone; null or empty means now.</param>
    /// <param name="problems">Receives the problem.</param>
    public static DateTimeOffset? Moment(string? text, ICollection<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            && at.Year is >= 2000 and <= 2199)
        {
            return at;
        }

        problems.Add(new Problem(
            Problem.Invalid, "at", $"'{text}' is not a time between 2000 and 2199. Write it like 2026-03-01T12:00:00Z."));
        return null;
    }

    /// <summary>Reads the parameter <c>count</c>.</summary>
    /// <param name="text">Whole number; null or empty means <paramref name="otherwise"/>.</param>
    /// <param name="otherwise">Count when none is given.</param>
    /// <param name="most">Greatest count allowed.</param>
    /// <param name="problems">Receives the problem.</param>
    public static int Count(string? text, int otherwise, int most, ICollection<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most)
        {
            return count;
        }

        problems.Add(new Problem(
            Problem.Invalid, "count", string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a whole number from 1 to {most}.")));
        return otherwise;
    }
}
