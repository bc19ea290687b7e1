namespace Pipeline.Scoring;

/// <summary>Exponential decay with a half-life.</summary>
public static class ScoreDecay
{
    /// <summary>Part of the points that is left after some time: 1 at once, ½ after one half-life.</summary>
    /// <param name="age">Time since the points were given; not negative.</param>
    /// <param name="halfLife">Half-life; positive.</param>
    public static double Factor(TimeSpan age, TimeSpan halfLife) => Factor(age.Ticks, halfLife.Ticks);

    /// <summary>Rounds a score for showing: two decimals, half away from zero.</summary>
    /// <param name="score">Unrounded score.</param>
    public static decimal Shown(double score) => Math.Round((decimal)score, 2, MidpointRounding.AwayFromZero);

    internal static double Factor(long age, long halfLife) => Math.Pow(2, -(double)age / halfLife);
}
