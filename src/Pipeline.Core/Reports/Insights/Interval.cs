namespace Pipeline.Reports.Insights;

/// <summary>A 95 % confidence interval.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record Interval(decimal Low, decimal High)
{
    private const double Z = 1.959963984540054;

    /// <summary>
    /// Wilson's score interval of a share (E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of
    /// the American Statistical Association 22, 1927, 209–212): sensible for few cases and for shares near 0 and 1. Null without cases.
    /// </summary>
    /// <param name="hits">Cases that hit.</param>
    /// <param name="cases">All cases.</param>
    public static Interval? Wilson(long hits, long cases)
    {
        if (cases <= 0)
        {
            return null;
        }

        var (n, p, z2) = ((double)cases, hits / (double)cases, Z * Z);
        var centre = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Z / (1 + (z2 / n)) * Math.Sqrt((p * (1 - p) / n) + (z2 / (4 * n * n)));
        return new Interval(Round(Math.Max(0, centre - half)), Round(Math.Min(1, centre + half)));
    }

    /// <summary>
    /// Katz' logarithmic interval of a ratio of two shares (D. Katz et al., Obtaining confidence intervals for the risk ratio in cohort
    /// studies, Biometrics 34, 1978, 469–474). Null when either share is 0.
    /// </summary>
    /// <param name="hits">Cases of the first group that hit.</param>
    /// <param name="cases">All cases of the first group.</param>
    /// <param name="otherHits">Cases of the second group that hit.</param>
    /// <param name="otherCases">All cases of the second group.</param>
    public static Interval? Ratio(long hits, long cases, long otherHits, long otherCases)
    {
        if (hits <= 0 || otherHits <= 0)
        {
            return null;
        }

        var ratio = hits / (double)cases / (otherHits / (double)otherCases);
        var error = Math.Sqrt((1.0 / hits) - (1.0 / cases) + (1.0 / otherHits) - (1.0 / otherCases));
        return new Interval(Round(ratio * Math.Exp(-Z * error)), Round(ratio * Math.Exp(Z * error)));
    }

    private static decimal Round(double value) => Math.Round((decimal)value, 4);
}
