namespace Pipeline.Rollups.Rebuilds;

/// <summary>How far a rebuild is.</summary>
/// <param name="From">First local day.</param>
/// <param name="To">Last local day; inclusive.</param>
/// <param name="StartedAt">When it was asked for; UTC.</param>
/// <param name="Deep">Whether every index is made again first.</param>
/// <param name="Indexed">Visitors and leads whose index rows have been made again.</param>
/// <param name="IndexesDone">True when the indexes are made, or need not be.</param>
/// <param name="Days">Days to roll up.</param>
/// <param name="DaysDone">Days rolled up since it was asked for.</param>
/// <param name="Done">True when nothing is left.</param>
public sealed record RebuildProgress(
    DateOnly From, DateOnly To, DateTimeOffset StartedAt, bool Deep, long Indexed, bool IndexesDone, int Days, int DaysDone, bool Done);
