namespace Pipeline.Reports.Nurture;

/// <summary>Leads with a score in a range.</summary>
/// <param name="From">Lowest score, inclusive.</param>
/// <param name="Below">Highest score, exclusive; null for no limit.</param>
/// <param name="Leads">How many.</param>
public sealed record ScoreBucket(double From, double? Below, long Leads);
