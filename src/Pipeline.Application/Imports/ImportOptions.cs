using System.ComponentModel.DataAnnotations;

namespace Pipeline.Imports;

/// <summary>Settings of uploads (CRM, touches, costs, targets); section <c>Pipeline:Imports</c>.</summary>
public sealed class ImportOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Pipeline:Imports";

    /// <summary>Longest upload.</summary>
    /// <value>Bytes, 32,768 to 104,857,600. Default 10,485,760 (10 MiB).</value>
    [Range(32_768, 104_857_600)]
    public int MaxBodyBytes { get; set; } = 10_485_760;

    /// <summary>Most rows in one upload.</summary>
    /// <value>Rows, 1 to 1,000,000. Default 100,000.</value>
    [Range(1, 1_000_000)]
    public int MaxRows { get; set; } = 100_000;
}
