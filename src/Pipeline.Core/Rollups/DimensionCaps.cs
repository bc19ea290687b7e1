using Pipeline.Days;

namespace Pipeline.Rollups;

/// <summary>
/// Keeps a day's rows few, whatever addresses people make up: at most <see cref="Most"/> sources, campaigns and landing pages are kept
/// apart, those with most visits first; the rest is <see cref="RollupDimensions.Other"/>. Sums stay exact.
/// </summary>
public sealed class DimensionCaps
{
    /// <summary>Sources (with their medium), campaigns and landing pages that a day keeps apart: 1,000 each.</summary>
    public const int Most = 1000;

    private readonly HashSet<(string, string)>? _sources;
    private readonly HashSet<string>? _campaigns;
    private readonly HashSet<string>? _pages;

    private DimensionCaps(HashSet<(string, string)>? sources, HashSet<string>? campaigns, HashSet<string>? pages) =>
        (_sources, _campaigns, _pages) = (sources, campaigns, pages);

    /// <summary>Decides what a day keeps apart.</summary>
    /// <param name="used">Dimensions of the day with their weight, for example visits; one may come more than once.</param>
    public static DimensionCaps Of(IReadOnlyCollection<(RollupDimensions Dimensions, long Weight)> used) => new(
        Keep(
            used.Select(item => ((item.Dimensions.Source, item.Dimensions.Medium), item.Weight)),
            (RollupDimensions.Other, RollupDimensions.Other)),
        Keep(used.Select(item => (item.Dimensions.Campaign, item.Weight)), RollupDimensions.Other),
        Keep(used.Select(item => (item.Dimensions.LandingPage, item.Weight)), RollupDimensions.Other));

    /// <summary>What the day sums something under.</summary>
    /// <param name="dimensions">Dimensions of a visit or touch.</param>
    public RollupDimensions Fold(RollupDimensions dimensions)
    {
        var folded = dimensions;
        if (_sources?.Contains((folded.Source, folded.Medium)) == false)
        {
            folded = folded with { Source = RollupDimensions.Other, Medium = RollupDimensions.Other };
        }

        if (_campaigns?.Contains(folded.Campaign) == false)
        {
            folded = folded with { Campaign = RollupDimensions.Other };
        }

        return _pages?.Contains(folded.LandingPage) == false ? folded with { LandingPage = RollupDimensions.Other } : folded;
    }

    // A day that was folded before has the rest among its names, which leaves one place less: so what is kept stays kept.
    private static HashSet<T>? Keep<T>(IEnumerable<(T Key, long Weight)> used, T other)
        where T : notnull
    {
        var sums = new Dictionary<T, long>();
        foreach (var (key, weight) in used)
        {
            sums[key] = sums.GetValueOrDefault(key) + weight;
        }

        var isFolded = sums.Remove(other);
        return sums.Count < Most || (sums.Count == Most && !isFolded)
            ? null
            : [.. sums.OrderByDescending(item => item.Value)
                .ThenBy(item => item.Key.ToString(), StringComparer.Ordinal)
                .Take(Most)
                .Select(item => item.Key)];
    }
}
