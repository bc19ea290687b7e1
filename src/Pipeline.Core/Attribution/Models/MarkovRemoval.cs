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
    public static ChannelAttribution Attribute(IReadOnlyList<ChannelPath> paths, AttributionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        var totals = new ChannelTotals(paths);
        var result = new ChannelAttribution
        {
            Model = AttributionModels.Markov,
            Parameters = parameters,
            Conversions = totals.Conversions,
            Amount = totals.Amount,
            Channels = [],
        };
        return result.HasEnoughData ? result with { Channels = Credit(paths, totals) } : result;
    }

    /// <summary>Removal effect of each channel: 1 − P(conversion without it) ÷ P(conversion).</summary>
    /// <param name="paths">At least one conversion among them.</param>
    /// <returns>Effect by channel, 0 to 1.</returns>
    /// <exception cref="ArgumentException">A path has no channel or a negative count, or nothing converted.</exception>
    /// <exception cref="ArithmeticException">The chain cannot be solved to the residual.</exception>
    public static IReadOnlyDictionary<string, double> Effects(IReadOnlyList<ChannelPath> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var totals = new ChannelTotals(paths);
        if (totals.Conversions == 0)
        {
            throw new ArgumentException("Nothing converted.", nameof(paths));
        }

        var effects = Effects(paths, totals);
        return totals.Places.ToDictionary(pair => pair.Key, pair => effects[pair.Value], StringComparer.Ordinal);
    }

    private static ChannelCredit[] Credit(IReadOnlyList<ChannelPath> paths, ChannelTotals totals)
    {
        var effects = Effects(paths, totals);
        var sum = effects.Sum();
        var weights = Array.ConvertAll(effects, effect => (long)Math.Round(Scale * effect / sum));
        var micros = new long[weights.Length];
        var amounts = new long[weights.Length];
        CreditSplit.Split(checked(totals.Conversions * AttributionEngine.MicroPerConversion), weights, micros);
        CreditSplit.Split(totals.Amount, weights, amounts);
        return [.. totals.Names.Select((name, i) => new ChannelCredit(name, effects[i] / sum, micros[i], amounts[i]))];
    }

    private static double[] Effects(IReadOnlyList<ChannelPath> paths, ChannelTotals totals)
    {
        var size = totals.Names.Length;
        var starts = new double[size];
        var steps = new double[size, size];
        var conversions = new double[size];
        var leaving = new double[size];
        foreach (var path in paths)
        {
            Count(path, totals.Places, starts, steps, conversions, leaving);
        }

        var whole = Solve(starts, steps, conversions, leaving, -1);
        var effects = new double[size];
        for (var channel = 0; channel < size; channel++)
        {
            effects[channel] = Math.Clamp(1 - (Solve(starts, steps, conversions, leaving, channel) / whole), 0, 1);
        }

        return effects;
    }

    private static void Count(
        ChannelPath path,
        Dictionary<string, int> places,
        double[] starts,
        double[,] steps,
        double[] conversions,
        double[] leaving)
    {
        var count = (double)(path.Conversions + path.NonConversions);
        var from = places[path.Channels[0]];
        starts[from] += count;
        for (var i = 1; i < path.Channels.Count; i++)
        {
            var to = places[path.Channels[i]];

            // Staying on a channel changes no probability of where the chain ends, only the condition of the matrix.
            if (to != from)
            {
                steps[from, to] += count;
                leaving[from] += count;
                from = to;
            }
        }

        conversions[from] += path.Conversions;
        leaving[from] += count;
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
