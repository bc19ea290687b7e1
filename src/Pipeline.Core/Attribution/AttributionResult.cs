using System.Runtime.InteropServices;

namespace Pipeline.Attribution;

/// <summary>Credits of many journeys by one model.</summary>
public sealed record AttributionResult
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Parameters used.</summary>
    public required AttributionParameters Parameters { get; init; }

    /// <summary>
    /// Credits in the order of the journeys and, within one, of its touches. Touches without a share have none; every journey has at least
    /// one.
    /// </summary>
    public required IReadOnlyList<Credit> Credits { get; init; }

    /// <summary>Sum of all credits: equals the sum of all conversions.</summary>
    /// <exception cref="OverflowException">The sum does not fit in 64 bits.</exception>
    public CreditSum Total
    {
        get
        {
            var total = default(CreditSum);
            foreach (var credit in Credits)
            {
                total += new CreditSum(credit.MicroConversions, credit.Amount);
            }

            return total;
        }
    }

    /// <summary>Sums the credits by any dimension.</summary>
    /// <typeparam name="TKey">Dimension, or several as a tuple or record.</typeparam>
    /// <param name="dimension">Dimension of a credit.</param>
    /// <exception cref="OverflowException">A sum does not fit in 64 bits.</exception>
    public Dictionary<TKey, CreditSum> SumBy<TKey>(Func<Credit, TKey> dimension)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(dimension);
        var sums = new Dictionary<TKey, CreditSum>();
        foreach (var credit in Credits)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, dimension(credit), out _);
            sum += new CreditSum(credit.MicroConversions, credit.Amount);
        }

        return sums;
    }
}
