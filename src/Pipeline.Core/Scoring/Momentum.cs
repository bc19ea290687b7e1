namespace Pipeline.Scoring;

/// <summary>Whether a lead warms up or cools down: nominal points of the last seven days against the seven before.</summary>
/// <param name="Last">Points later than 7 × 24 h before the moment, up to the moment itself.</param>
/// <param name="Before">Points later than 14 × 24 h before, up to 7 × 24 h before, inclusive.</param>
public readonly record struct Momentum(double Last, double Before)
{
    /// <summary>Above 0: warming up; below 0: cooling down.</summary>
    public double Change => Last - Before;

    /// <summary>Computes the momentum at a moment.</summary>
    /// <param name="lines">Lines in event order; later ones than <paramref name="at"/> do not count.</param>
    /// <param name="at">The moment.</param>
    public static Momentum At(IReadOnlyList<ScoreLine> lines, DateTimeOffset at)
    {
        var last = 0.0;
        var before = 0.0;
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            var age = at - lines[i].OccurredAt;
            if (age >= TimeSpan.FromDays(14))
            {
                break;
            }

            if (age >= TimeSpan.FromDays(7))
            {
                before += lines[i].Points;
            }
            else if (age >= TimeSpan.Zero)
            {
                last += lines[i].Points;
            }
        }

        return new Momentum(last, before);
    }
}
