namespace Pipeline.Reports.Quality;

/// <summary>A source that no channel rule knows.</summary>
public sealed record UnmatchedSource(string Source, string Medium, long Visits);
