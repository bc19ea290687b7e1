using System.Numerics;

namespace Pipeline.Attribution.Models;

/// <summary>Shapley value: a channel's mean contribution over all orders in which the channels could have joined.</summary>
public static class ShapleyValue
{
    /// <summary>Most channels for which values of coalitions can be given.</summary>
    public const int MaximumChannels = 15;

    /// <summary>
    /// Splits all conversions and their amount over channels, where a set of channels is worth the conversions whose channels all lie in it.
    /// Its closed form is exact: each conversion's value ÷ its number of distinct channels.
    /// </summary>
    /// <param name="paths">Paths of whole calendar months; those that did not convert have no value.</param>
    /// <param name="parameters">Minimum of conversions.</param>
    /// <exception cref="ArgumentException">The parameters are invalid, or a path has no channel or a negative count.</exception>
    public static ChannelAttribution Attribute(IReadOnlyList<ChannelPath> paths, AttributionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        var totals = new ChannelTotals(paths);
        var result = new ChannelAttribution
        {
            Model = AttributionModels.Shapley,
            Parameters = parameters,
            Conversions = totals.Conversions,
            Amount = totals.Amount,
            Channels = [],
        };
        return result.HasEnoughData ? result with { Channels = Credit(paths, totals) } : result;
    }

    /// <summary>Shapley values of a game whose coalitions have given values.</summary>
    /// <param name="values">
    /// 2^n values for n channels, 1 ≤ n ≤ <see cref="MaximumChannels"/>: place s holds the value of the channels whose bits are set in s.
    /// </param>
    /// <returns>n values that sum to the value of all channels minus the value of none.</returns>
    /// <exception cref="ArgumentException">The number of values is not such a power of two, or one is not finite.</exception>
    public static double[] OfCoalitions(ReadOnlySpan<double> values)
    {
        var channels = BitOperations.Log2((uint)values.Length);
        if (channels is < 1 or > MaximumChannels || values.Length != 1 << channels)
        {
            throw new ArgumentException("Give 2^n values for n channels, n from 1 to 15.", nameof(values));
        }

        // |S|! (n − |S| − 1)! ÷ n!, from one size to the next without a factorial.
        var weights = new double[channels];
        weights[0] = 1d / channels;
        for (var size = 1; size < channels; size++)
        {
            weights[size] = weights[size - 1] * size / (channels - size);
        }

        var shapley = new double[channels];
        for (var set = 0; set < values.Length; set++)
        {
            if (!double.IsFinite(values[set]))
            {
                throw new ArgumentException("A value is not finite.", nameof(values));
            }

            for (var channel = 0; channel < channels; channel++)
            {
                if ((set & (1 << channel)) == 0)
                {
                    shapley[channel] += weights[BitOperations.PopCount((uint)set)] * (values[set | (1 << channel)] - values[set]);
                }
            }
        }

        return shapley;
    }

    private static ChannelCredit[] Credit(IReadOnlyList<ChannelPath> paths, ChannelTotals totals)
    {
        var members = paths.Select(path => path.Channels.Select(name => totals.Places[name]).Distinct().ToArray()).ToArray();
        var denominator = BigInteger.One;
        foreach (var size in members.Select(set => set.Length).Distinct())
        {
            denominator *= size / BigInteger.GreatestCommonDivisor(denominator, size);
        }

        var counts = new BigInteger[totals.Names.Length];
        var values = new BigInteger[totals.Names.Length];
        for (var i = 0; i < members.Length; i++)
        {
            var part = denominator / members[i].Length;
            foreach (var channel in members[i])
            {
                counts[channel] += part * paths[i].Conversions * AttributionEngine.MicroPerConversion;
                values[channel] += part * paths[i].Amount;
            }
        }

        var micros = new long[counts.Length];
        var amounts = new long[counts.Length];
        CreditSplit.Round(counts, denominator, micros);
        CreditSplit.Round(values, denominator, amounts);
        var all = (double)(denominator * totals.Conversions * AttributionEngine.MicroPerConversion);
        return [.. totals.Names.Select((name, i) => new ChannelCredit(name, (double)counts[i] / all, micros[i], amounts[i]))];
    }
}
