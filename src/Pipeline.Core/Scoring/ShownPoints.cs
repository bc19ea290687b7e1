namespace Pipeline.Scoring;

/// <summary>
/// Rounds the lines of a ledger so that what is shown sums to what is shown: largest remainder, ties to the earliest line.
/// </summary>
internal static class ShownPoints
{
    /// <summary>Rounds.</summary>
    /// <param name="points">Unrounded lines.</param>
    /// <param name="total">Rounded sum, two decimals.</param>
    /// <returns>One value of two decimals per line.</returns>
    public static decimal[] Of(ReadOnlySpan<double> points, decimal total)
    {
        var shown = new decimal[points.Length];
        var rest = new (decimal Remainder, int Index)[points.Length];
        var missing = total * 100m;
        for (var i = 0; i < points.Length; i++)
        {
            var cents = (decimal)points[i] * 100m;
            var whole = Math.Floor(cents);
            shown[i] = whole / 100m;
            rest[i] = (cents - whole, i);
            missing -= whole;
        }

        Array.Sort(rest, static (left, right) =>
            left.Remainder != right.Remainder ? right.Remainder.CompareTo(left.Remainder) : left.Index.CompareTo(right.Index));
        var given = (int)Math.Clamp(missing, 0m, points.Length);
        for (var i = 0; i < given; i++)
        {
            shown[rest[i].Index] += 0.01m;
        }

        return shown;
    }
}
