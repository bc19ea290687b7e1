namespace Pipeline.Reports.Quality;

/// <summary>Money spent under a name that no visit or credit has: a spelling to correct, or an effort that brought nothing.</summary>
/// <param name="Source">Source; null when the rows name none.</param>
/// <param name="Campaign">Campaign; null when the rows name none.</param>
/// <param name="Cost">What was spent.</param>
public sealed record UnmatchedCost(string Channel, string? Source, string? Campaign, decimal Cost);
