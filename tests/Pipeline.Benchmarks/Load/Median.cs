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
}
