namespace Pipeline.Rollups;

/// <summary>A sum of credits.</summary>
/// <param name="Micro">Millionths of conversions.</param>
/// <param name="Amount">Minor units.</param>
public readonly record struct CreditTotal(long Micro, long Amount)
{
    /// <summary>Adds two sums.</summary>
    public static CreditTotal operator +(CreditTotal left, CreditTotal right) => new(left.Micro + right.Micro, left.Amount + right.Amount);

    /// <summary>Adds two sums.</summary>
    public CreditTotal Add(CreditTotal other) => this + other;

    /// <summary>Millionths as conversions.</summary>
    /// <param name="micro">Millionths.</param>
    public static decimal Conversions(long micro) => micro / (decimal)Attribution.AttributionEngine.MicroPerConversion;
}
