using System.Globalization;
using Pipeline.Rejected;

namespace Pipeline.Storage.Rejected;

// Counts by quarter of an hour of a UTC day, as text: place and count of each quarter that has one, like "0:2 95:1".
internal static class QuarterCounts
{
    public static string Add(string? text, DateTimeOffset at, int count = 1)
    {
        var counts = Read(text);
        var place = (int)(at.UtcDateTime.TimeOfDay / RejectedQuarter.Length);
        counts[place] = counts.GetValueOrDefault(place) + count;
        return string.Join(' ', counts.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Key}:{item.Value}")));
    }

    public static SortedDictionary<int, long> Read(string? text) => new(
        (text ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(item => item.Split(':'))
            .ToDictionary(
                item => int.Parse(item[0], CultureInfo.InvariantCulture), item => long.Parse(item[1], CultureInfo.InvariantCulture)));
}
