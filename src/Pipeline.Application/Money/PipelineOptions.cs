using System.ComponentModel.DataAnnotations;

namespace Pipeline.Money;

/// <summary>What amounts are counted in; section <c>Pipeline</c>.</summary>
public sealed class PipelineOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Pipeline";

    /// <summary>Currency in which reports add up; amounts in another one are converted by the rate that their upload gives.</summary>
    /// <value>Three capital letters (ISO 4217). Default <c>EUR</c>. A change counts for later uploads alone.</value>
    [Required]
    public string Currency { get; set; } = "EUR";
}
