using System.Numerics;

namespace Pipeline.Attribution.Models;

/// <summary>Shapley value: a channel's mean contribution over all orders in which the channels could have joined.</summary>
public static class ShapleyValue
{
    /// <summary>Most channels for which values of coalitions can be given.</summary>
    public const int MaximumChannels = 15;

    /// <summary>
    /// Splits all conversions and their amount over channels, where a set of channels is worth the conversions whose channels all lie in
    /// it. Its closed form is exact: each conversion's value ÷ its number of distinct channels.
    /// </summary>
    /// <param name="paths">Paths of whole calendar months; those that did not convert have no value.</param>
    /// <param name="parameters">Minimum of conversions.</param>
    /// <exception cref="ArgumentException">The parameters are invalid, or a path has no channel or a negative count.</exception>
    public static ChannelAttribution Attribute(IReadOnlyList<ChannelPath> paths, AttributionParameters parameters) =>
        Attribute(ChannelTally.Of(paths), parameters);

    /// <summary>Splits all conversions and their amount over channels: each conversion's value ÷ its number of distinct channels.</summary>
    /// <param name="tally">Paths of whole calendar months, counted.</param>
    /// <param name="parameters">Minimum of conversions.</param>
    /// <exception cref="ArgumentException">The parameters are invalid.</exception>
    public static ChannelAttribution Attribute(ChannelTally tally, AttributionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        var result = new ChannelAttribution
        {
            Model = AttributionModels.Shapley,
            Parameters = parameters,
            Conversions = tally.Conversions,
            Amount = tally.Amount,
            Channels = [],
        };
        return result.HasEnoughData ? result with { Channels = Credit(tally) } : result;
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

    private static ChannelCredit[] Credit(ChannelTally tally)
    {
        var order = ChannelOrder.Of(tally);
        var size = order.Length;
        var denominator = BigInteger.One;
        for (var distinct = 2; distinct <= size; distinct++)
        {
            denominator *= distinct / BigInteger.GreatestCommonDivisor(denominator, distinct);
        }

        var exactCounts = Sum(size, denominator, (distinct, i) => tally.Shared(distinct, order[i]).Conversions);
        var exactAmounts = Sum(size, denominator, (distinct, i) => tally.Shared(distinct, order[i]).Amount);
        var micros = new long[size];
        var amounts = new long[size];
        CreditSplit.Round(Array.ConvertAll(exactCounts, count => count * AttributionEngine.MicroPerConversion), denominator, micros);
        CreditSplit.Round(exactAmounts, denominator, amounts);
        var all = (double)(denominator * tally.Conversions);
        return [.. order.Select((channel, i) => new ChannelCredit(
            tally.Names[channel], (double)exactCounts[i] / all, micros[i], amounts[i]))];
    }

    private static BigInteger[] Sum(int size, BigInteger denominator, Func<int, int, long> shared)
    {
        var sums = new BigInteger[size];
        for (var distinct = 1; distinct <= size; distinct++)
        {
            for (var channel = 0; channel < size; channel++)
            {
                sums[channel] += denominator / distinct * shared(distinct, channel);
            }
        }

        return sums;
    }
}
