using System.Globalization;

namespace Pipeline.Scoring;

/// <summary>
/// Time-invariant place of a lead among others: log2 C with C = Σ points × 2^(occurred-at / half-life), before floor and total cap. Between
/// events the order of leads by score never changes, so the key is written only when a lead gets points.
/// </summary>
public static class RankIndex
{
    /// <summary>Characters of a key.</summary>
    public const int KeyLength = 16;

    private const string Last = "ffffffffffffffff";

    /// <summary>Computes log2 C, with times counted from 1970-01-01T00:00Z.</summary>
    /// <param name="lines">Lines in event order.</param>
    /// <param name="halfLife">Half-life; positive. Only values of one half-life can be compared.</param>
    /// <returns>log2 C; negative infinity when C is 0 or less.</returns>
    public static double Of(IReadOnlyList<ScoreLine> lines, TimeSpan halfLife)
    {
        if (lines.Count == 0)
        {
            return double.NegativeInfinity;
        }

        // C itself overflows: 2^(20,000 days / 1 day). Taking the last line's time as reference keeps every term in range.
        var reference = lines[^1].OccurredAt.UtcTicks;
        var sum = 0.0;
        for (var i = 0; i < lines.Count; i++)
        {
            sum += lines[i].Points * ScoreDecay.Factor(reference - lines[i].OccurredAt.UtcTicks, halfLife.Ticks);
        }

        return sum > 0
            ? Math.Log2(sum) + ((double)(reference - DateTimeOffset.UnixEpoch.UtcTicks) / halfLife.Ticks)
            : double.NegativeInfinity;
    }

    /// <summary>Writes log2 C so that ordinal order of keys is highest first and C ≤ 0 last.</summary>
    /// <param name="log2C">Result of <see cref="Of"/>.</param>
    /// <returns><see cref="KeyLength"/> characters out of <c>0-9a-f</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a number or positive infinity.</exception>
    public static string Key(double log2C)
    {
        if (double.IsNegativeInfinity(log2C))
        {
            return Last;
        }

        if (!double.IsFinite(log2C))
        {
            throw new ArgumentOutOfRangeException(nameof(log2C), log2C, "A rank is a finite number or negative infinity.");
        }

        // Adding 0.0 makes −0 a plain 0. The bits of a double sort like the number once negative ones are turned over.
        var bits = BitConverter.DoubleToUInt64Bits(log2C + 0.0);
        var ascending = (bits >> 63) != 0 ? ~bits : bits | (1UL << 63);
        return (~ascending).ToString("x16", CultureInfo.InvariantCulture);
    }
}
