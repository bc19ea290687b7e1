using System.Numerics;

namespace Pipeline.Attribution;

/// <summary>
/// Splits a whole number of units (cents, millionths of a conversion) without losing or inventing one: largest remainder, ties to the
/// earliest place.
/// </summary>
public static class CreditSplit
{
    private const int OnStack = 64;

    /// <summary>Splits <paramref name="total"/> in proportion to <paramref name="weights"/>.</summary>
    /// <param name="total">Units; a negative total is split like its positive one, with the sign turned.</param>
    /// <param name="weights">None negative, at least one positive.</param>
    /// <param name="credits">As long as the weights; receives the parts, whose sum is exactly <paramref name="total"/>. Weight 0 gets
    /// 0.</param>
    /// <exception cref="ArgumentException">A weight is negative, all are 0, or the lengths differ.</exception>
    public static void Split(long total, ReadOnlySpan<long> weights, Span<long> credits)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(credits.Length, weights.Length);
        var sum = Int128.Zero;
        var greatest = 0L;
        var place = -1;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] < 0)
            {
                throw new ArgumentException("A weight is negative.", nameof(weights));
            }

            sum += weights[i];
            if (weights[i] > greatest)
            {
                greatest = weights[i];
                place = i;
            }
        }

        if (place < 0)
        {
            throw new ArgumentException("No weight is positive.", nameof(weights));
        }

        credits.Clear();
        if (sum == greatest)
        {
            credits[place] = total;
            return;
        }

        if (total != long.MinValue && sum <= long.MaxValue && Math.Abs(total) <= long.MaxValue / greatest)
        {
            Span<long> remainders = weights.Length <= OnStack ? stackalloc long[weights.Length] : new long[weights.Length];
            Divide(Math.Abs(total), weights, (long)sum, credits, remainders);
        }
        else
        {
            Span<Int128> remainders = weights.Length <= OnStack ? stackalloc Int128[weights.Length] : new Int128[weights.Length];
            Divide(Int128.Abs(total), weights, sum, credits, remainders);
        }

        if (total < 0)
        {
            foreach (ref var credit in credits)
            {
                credit = -credit;
            }
        }
    }

    /// <summary>
    /// Repeats an original's credits in proportion. The refunds of a deal are split as one growing sum, so that together they take back
    /// exactly what was given once all is refunded.
    /// </summary>
    /// <param name="refund">Units of this refund, at most 0.</param>
    /// <param name="refundedEarlier">Units of the deal's earlier refunds together, at most 0.</param>
    /// <param name="original">The original's credits, none negative, at least one positive.</param>
    /// <param name="credits">As long as the original; receives the parts, whose sum is exactly <paramref name="refund"/>.</param>
    /// <exception cref="ArgumentException">A refund is positive, or <paramref name="original"/> cannot be split by.</exception>
    /// <exception cref="OverflowException">The refunds together do not fit in 64 bits.</exception>
    public static void Refund(long refund, long refundedEarlier, ReadOnlySpan<long> original, Span<long> credits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(refund, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(refundedEarlier, 0);
        Split(checked(refundedEarlier + refund), original, credits);
        if (refundedEarlier == 0)
        {
            return;
        }

        Span<long> earlier = original.Length <= OnStack ? stackalloc long[original.Length] : new long[original.Length];
        Split(refundedEarlier, original, earlier);
        for (var i = 0; i < credits.Length; i++)
        {
            credits[i] -= earlier[i];
        }
    }

    /// <summary>Rounds exact fractions whose sum is whole to whole units with the same sum.</summary>
    /// <param name="numerators">Numerators of the parts; may be negative.</param>
    /// <param name="denominator">Common denominator, greater than 0; divides the sum of the numerators.</param>
    /// <param name="credits">As long as the numerators; receives each part rounded down or up.</param>
    /// <exception cref="ArgumentException">The parts don't sum to whole units, or the lengths differ.</exception>
    /// <exception cref="OverflowException">A part does not fit in 64 bits.</exception>
    public static void Round(ReadOnlySpan<BigInteger> numerators, BigInteger denominator, Span<long> credits)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(credits.Length, numerators.Length);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(denominator, BigInteger.Zero);
        var remainders = new BigInteger[numerators.Length];
        var left = BigInteger.Zero;
        for (var i = 0; i < numerators.Length; i++)
        {
            var quotient = BigInteger.DivRem(numerators[i], denominator, out var remainder);
            if (remainder.Sign < 0)
            {
                quotient -= 1;
                remainder += denominator;
            }

            credits[i] = (long)quotient;
            remainders[i] = remainder;
            left += remainder;
        }

        if (!(left % denominator).IsZero)
        {
            throw new ArgumentException("The parts don't sum to whole units.", nameof(numerators));
        }

        GiveRest((int)(left / denominator), credits, remainders);
    }

    private static void Divide<T>(T total, ReadOnlySpan<long> weights, T sum, Span<long> credits, Span<T> remainders)
        where T : IBinaryInteger<T>
    {
        var rest = total;
        for (var i = 0; i < weights.Length; i++)
        {
            var (quotient, remainder) = T.DivRem(total * T.CreateChecked(weights[i]), sum);
            credits[i] = long.CreateTruncating(quotient);
            remainders[i] = remainder;
            rest -= quotient;
        }

        GiveRest(int.CreateChecked(rest), credits, remainders);
    }

    private static void GiveRest<T>(int rest, Span<long> credits, Span<T> remainders)
        where T : IBinaryInteger<T>
    {
        if (rest > 16)
        {
            GiveRestSorted(rest, credits, remainders);
            return;
        }

        for (; rest > 0; rest--)
        {
            var largest = 0;
            for (var i = 1; i < remainders.Length; i++)
            {
                if (remainders[i] > remainders[largest])
                {
                    largest = i;
                }
            }

            credits[largest]++;
            remainders[largest] = -T.One;
        }
    }

    private static void GiveRestSorted<T>(int rest, Span<long> credits, Span<T> remainders)
        where T : IBinaryInteger<T>
    {
        var order = new (T Remainder, int Place)[remainders.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = (remainders[i], i);
        }

        Array.Sort(order, static (a, b) =>
        {
            var byRemainder = b.Remainder.CompareTo(a.Remainder);
            return byRemainder != 0 ? byRemainder : a.Place.CompareTo(b.Place);
        });
        for (var i = 0; i < rest; i++)
        {
            credits[order[i].Place]++;
        }
    }
}
