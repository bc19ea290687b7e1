namespace Pipeline.Reports.Attribution;

/// <summary>What one model credits.</summary>
public sealed record AttributionModelResult
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Conversions of the period, counted before the model splits them.</summary>
    public required decimal Converted { get; init; }

    /// <summary>Amount of the conversions less refunds, summed before the model splits it.</summary>
    public required decimal ConvertedAmount { get; init; }

    /// <summary>Sum of the credits; equal to <see cref="Converted"/>. Null when the model gives no value.</summary>
    public decimal? Attributed { get; init; }

    /// <summary>Sum of the credited amounts; equal to <see cref="ConvertedAmount"/>. Null when the model gives no value.</summary>
    public decimal? AttributedAmount { get; init; }

    /// <summary>Why the model gives no value; null when it does.</summary>
    public string? Note { get; init; }

    /// <summary>Credit by source, most first.</summary>
    public required IReadOnlyList<AttributionRow> Rows { get; init; }
}
