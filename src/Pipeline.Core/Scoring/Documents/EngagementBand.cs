namespace Pipeline.Scoring.Documents;

/// <summary>Engagement bands 1 (most engaged) to 4, and the grid with the fit grade.</summary>
public static class EngagementBand
{
    /// <summary>Band of a score: 1 from the enter threshold, 2 and 3 from their edges (all inclusive), 4 below.</summary>
    /// <param name="score">Unrounded score.</param>
    /// <param name="rules">Rules that hold the edges.</param>
    public static int Of(double score, ScoringRules rules) =>
        score >= rules.EnterThreshold ? 1
        : score >= rules.Bands.Second ? 2
        : score >= rules.Bands.Third ? 3
        : 4;

    /// <summary>Cell of the grid, <c>A1</c> (best) to <c>D4</c>.</summary>
    /// <param name="grade">Fit grade.</param>
    /// <param name="band">Engagement band, 1 to 4.</param>
    public static string Cell(FitGrade grade, int band) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{grade}{band}");
}
