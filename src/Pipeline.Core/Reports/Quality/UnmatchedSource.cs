namespace Pipeline.Reports.Quality;

/// <summary>A source that no channel rule knows.</summary>
/// <param name="Source">Source.</param>
/// <param name="Medium">Medium.</param>
/// <param name="Visits">Visits.</param>
public sealed record UnmatchedSource(string Source, string Medium, long Visits);
