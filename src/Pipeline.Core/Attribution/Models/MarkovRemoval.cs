namespace Pipeline.Attribution.Models;

/// <summary>
/// Removal effect in a Markov chain of order 1 over channels: how much less likely a conversion becomes when a channel leads to nothing.
/// The chain is solved exactly by linear algebra; every solution is checked to a residual of at most 1e-12.
/// </summary>
public static class MarkovRemoval
{
    // Symmetric channels may differ in the last bits of a solution; a coarser grid makes their weights, and so the ties, equal.
    private const double Scale = 1L << 44;

    /// <summary>Splits all conversions and their amount over channels, in proportion to the removal effects.</summary>
    /// <param name="paths">Converting and other paths of whole calendar months.</param>
    /// <param name="parameters">Minimum of conversions.</param>
    /// <exception cref="ArgumentException">The parameters are invalid, or a path has no channel or a negative count.</exception>
    /// <exception cref="ArithmeticException">The chain cannot be solved to the residual.</exception>
    public static ChannelAttribution Attribute(IReadOnlyList<ChannelPath> paths, AttributionParameters parameters) =>
        Attribute(ChannelTally.Of(paths), parameters);

    /// <summary>Splits all conversions and their amount over channels, in proportion to the removal effects.</summary>
    /// <param name="tally">Converting and other paths of whole calendar months, counted.</param>
    /// <param name="parameters">Minimum of conversions.</param>
    /// <exception cref="ArgumentException">The parameters are invalid.</exception>
    /// <exception cref="ArithmeticException">The chain cannot be solved to the residual.</exception>
    public static ChannelAttribution Attribute(ChannelTally tally, AttributionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        var result = new ChannelAttribution
        {
            Model = AttributionModels.Markov,
            Parameters = parameters,
            Conversions = tally.Conversions,
            Amount = tally.Amount,
            Channels = [],
        };
        return result.HasEnoughData ? result with { Channels = Credit(tally) } : result;
    }

    /// <summary>Removal effect of each channel: 1 − P(conversion without it) ÷ P(conversion).</summary>
    /// <param name="paths">At least one conversion among them.</param>
    /// <returns>Effect by channel, 0 to 1.</returns>
    /// <exception cref="ArgumentException">A path has no channel or a negative count, or nothing converted.</exception>
    /// <exception cref="ArithmeticException">The chain cannot be solved to the residual.</exception>
    public static IReadOnlyDictionary<string, double> Effects(IReadOnlyList<ChannelPath> paths)
    {
        var tally = ChannelTally.Of(paths);
        if (tally.Conversions == 0)
        {
            throw new ArgumentException("Nothing converted.", nameof(paths));
        }

        var order = ChannelOrder.Of(tally);
        var effects = Effects(tally, order);
        return order.Select((channel, i) => (Name: tally.Names[channel], Effect: effects[i]))
            .ToDictionary(item => item.Name, item => item.Effect, StringComparer.Ordinal);
    }

    private static ChannelCredit[] Credit(ChannelTally tally)
    {
        var order = ChannelOrder.Of(tally);
        var effects = Effects(tally, order);
        var sum = effects.Sum();
        var weights = Array.ConvertAll(effects, effect => (long)Math.Round(Scale * effect / sum));
        var micros = new long[weights.Length];
        var amounts = new long[weights.Length];
        CreditSplit.Split(checked(tally.Conversions * AttributionEngine.MicroPerConversion), weights, micros);
        CreditSplit.Split(tally.Amount, weights, amounts);
        return [.. order.Select((channel, i) => new ChannelCredit(tally.Names[channel], effects[i] / sum, micros[i], amounts[i]))];
    }

    private static double[] Effects(ChannelTally tally, int[] order)
    {
        var size = order.Length;
        var starts = Array.ConvertAll(order, channel => (double)tally.Starts(channel));
        var conversions = Array.ConvertAll(order, channel => (double)tally.Ends(channel));
        var leaving = Array.ConvertAll(order, channel => (double)tally.Leaving(channel));
        var steps = new double[size, size];
        for (var from = 0; from < size; from++)
        {
            for (var to = 0; to < size; to++)
            {
                steps[from, to] = tally.Steps(order[from], order[to]);
            }
        }

        var whole = Solve(starts, steps, conversions, leaving, -1);
        var effects = new double[size];
        for (var channel = 0; channel < size; channel++)
        {
            effects[channel] = Math.Clamp(1 - (Solve(starts, steps, conversions, leaving, channel) / whole), 0, 1);
        }

        return effects;
    }

    private static double Solve(double[] starts, double[,] steps, double[] conversions, double[] leaving, int removed)
    {
        var size = starts.Length;
        var matrix = new double[size, size];
        var right = new double[size];
        for (var from = 0; from < size; from++)
        {
            matrix[from, from] = 1;
            if (from == removed || leaving[from] == 0)
            {
                continue;
            }

            right[from] = conversions[from] / leaving[from];
            for (var to = 0; to < size; to++)
            {
                matrix[from, to] -= steps[from, to] / leaving[from];
            }
        }

        var solution = LinearSystem.Solve(matrix, right);
        var reached = 0d;
        for (var i = 0; i < size; i++)
        {
            reached += starts[i] * solution[i];
        }

        return reached;
    }
}
