namespace Pipeline.Reports.Funnel;

/// <summary>How many of the leads created in the period have reached a stage by now.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Rate">Divided by those of the stage before; null without any.</param>
/// <param name="Share">Divided by all leads of the cohort; null without any.</param>
public sealed record CohortStep(string Stage, long Leads, decimal? Rate, decimal? Share);
