using System.Numerics;
using Share = (double Conversions, double Cents);

namespace Pipeline.UnitTests.Reports.Oracle;

// What Markov and Shapley give to channels, by their definitions: chains solved by plain elimination, coalitions counted one by one.
internal sealed class OracleChains(IReadOnlyList<OracleChains.Way> ways)
{
    public int Conversions => ways.Sum(way => way.Conversions);

    public long Cents => ways.Sum(way => way.Cents);

    public int Refunds => ways.Count(way => way.Conversions == 0 && !way.IsLost);

    public int Others => ways.Count(way => way.IsLost);

    // How much less likely a conversion becomes without each channel, all together taken as one.
    public Dictionary<string, Share> Markov()
    {
        string[] channels = [.. ways.SelectMany(way => way.Channels).Distinct()];
        var whole = Reach(channels, null);
        var effects = channels.ToDictionary(channel => channel, channel => 1 - (Reach(channels, channel) / whole));
        var sum = effects.Values.Sum();
        return effects.ToDictionary(item => item.Key, item => (item.Value / sum * Conversions, item.Value / sum * Cents));
    }

    // Each channel's gain when it joins, over all sets that it can join: |S|! (n - |S| - 1)! of n! orders.
    public Dictionary<string, Share> Shapley()
    {
        var sold = ways.Where(way => !way.IsLost).ToList();
        string[] channels = [.. sold.SelectMany(way => way.Channels).Distinct()];
        var worth = Enumerable.Range(0, 1 << channels.Length).Select(set =>
        {
            var inside = sold.Where(way => way.Channels.All(channel => (set & (1 << Array.IndexOf(channels, channel))) != 0)).ToList();
            return (Conversions: inside.Sum(way => way.Conversions), Cents: inside.Sum(way => way.Cents));
        }).ToList();
        var orders = Enumerable.Range(0, channels.Length + 1)
            .Select(n => Enumerable.Range(1, n).Aggregate(BigInteger.One, (product, factor) => product * factor))
            .ToList();
        return channels.Select((channel, place) =>
        {
            var (conversions, cents) = (BigInteger.Zero, BigInteger.Zero);
            foreach (var set in Enumerable.Range(0, worth.Count).Where(set => (set & (1 << place)) == 0))
            {
                var size = BitOperations.PopCount((uint)set);
                var (without, with, weight) = (worth[set], worth[set | (1 << place)], orders[size] * orders[channels.Length - size - 1]);
                conversions += weight * (with.Conversions - without.Conversions);
                cents += weight * (with.Cents - without.Cents);
            }

            return (channel, Share: ((double)conversions / (double)orders[^1], (double)cents / (double)orders[^1]));
        }).ToDictionary(item => item.channel, item => item.Share);
    }

    // How likely the chain ends in a conversion when one channel leads to nothing.
    private double Reach(string[] channels, string? removed)
    {
        var size = channels.Length;
        var rows = channels.Select(from =>
        {
            var row = new double[size + 1];
            foreach (var way in ways.Where(way => way.Conversions + (way.IsLost ? 1 : 0) > 0 && from != removed))
            {
                for (var step = 0; step < way.Channels.Count; step++)
                {
                    if (way.Channels[step] == from && (step + 1 < way.Channels.Count || !way.IsLost))
                    {
                        row[step + 1 < way.Channels.Count ? Array.IndexOf(channels, way.Channels[step + 1]) : size]++;
                    }
                }
            }

            var visits = ways.Where(way => way.Conversions > 0 || way.IsLost).Sum(way => way.Channels.Count(channel => channel == from));
            return row.Select((count, to) => (to == Array.IndexOf(channels, from)
                ? 1
                : 0) - (visits == 0 ? 0 : (to == size ? -1 : 1) * count / visits)).ToArray();
        }).ToArray();
        for (var pivot = 0; pivot < size; pivot++)
        {
            for (var other = 0; other < size; other++)
            {
                var factor = other == pivot ? 0 : rows[other][pivot] / rows[pivot][pivot];
                for (var column = 0; column <= size; column++)
                {
                    rows[other][column] -= factor * rows[pivot][column];
                }
            }
        }

        var begun = ways.Where(way => way.Conversions > 0 || way.IsLost).ToList();
        return begun.Sum(way => Array.IndexOf(channels, way.Channels[0]) is var first
            ? rows[first][size] / rows[first][first]
            : 0) / begun.Count;
    }

    // A refund has cents and no conversion.
    internal sealed record Way(IReadOnlyList<string> Channels, int Conversions, long Cents, bool IsLost = false);
}
