namespace Pipeline.Benchmarks.Load;

/// <summary>Medians, because a busy machine spoils means.</summary>
internal static class Median
{
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public static double Of(IEnumerable<Run> runs, Func<Run, double> figure) => Of(runs.Select(figure));

    /// <summary>Median of the ratios of runs that followed each other.</summary>
    public static double OfRatios(IReadOnlyList<Run> runs, IReadOnlyList<Run> references, Func<Run, double> figure) =>
        Of(runs.Zip(references, (run, reference) => figure(run) / figure(reference)));
}
