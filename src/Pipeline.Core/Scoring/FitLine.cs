namespace Pipeline.Scoring;

/// <summary>One reason for a fit grade.</summary>
/// <param name="RuleId">Fit rule that gave the points.</param>
/// <param name="Field">Field that was compared.</param>
/// <param name="Points">Points given; negative when taken away.</param>
public sealed record FitLine(string RuleId, string Title, string Field, double Points);
