namespace Pipeline.Attribution;

/// <summary>Sum of credits.</summary>
/// <param name="MicroConversions">Millionths of a conversion.</param>
/// <param name="Amount">Minor units.</param>
public readonly record struct CreditSum(long MicroConversions, long Amount)
{
    /// <summary>Adds two sums.</summary>
    /// <exception cref="OverflowException">The sum does not fit in 64 bits.</exception>
    public static CreditSum operator +(CreditSum left, CreditSum right) => left.Add(right);

    /// <summary>Adds another sum.</summary>
    /// <param name="other">What to add.</param>
    /// <exception cref="OverflowException">The sum does not fit in 64 bits.</exception>
    public CreditSum Add(CreditSum other) =>
        new(checked(MicroConversions + other.MicroConversions), checked(Amount + other.Amount));
}
