using System.ComponentModel.DataAnnotations;

namespace Pipeline.Reports;

/// <summary>Settings of reports; section <c>Pipeline:Reports</c>.</summary>
public sealed class ReportOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Pipeline:Reports";

    /// <summary>Share of an amount that is left after what was sold has been paid; ROMI uses it.</summary>
    /// <value>Percent, more than 0 and at most 100. Default 100.</value>
    [Range(0.001, 100)]
    public double MarginPercent { get; set; } = 100;

    /// <summary>Markov and Shapley say "not enough data" below this number of conversions.</summary>
    /// <value>Conversions, 1 to 1,000,000. Default 30.</value>
    [Range(1, 1_000_000)]
    public int MinimumConversions { get; set; } = 30;
}
