namespace Pipeline.Days;

/// <summary>Port: which local days must be rolled up again.</summary>
public interface IRollupDays
{
    /// <summary>Marks days as changed since their last roll-up. One storage call for each day.</summary>
    /// <param name="days">Local days.</param>
    /// <param name="at">Present moment.</param>
    Task MarkDirtyAsync(IReadOnlyCollection<DateOnly> days, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Lists the marked days, in order.</summary>
    Task<IReadOnlyList<DirtyDay>> ListDirtyAsync(CancellationToken cancellationToken);

    /// <summary>Takes a mark away unless the day has been marked again since.</summary>
    /// <param name="mark">Mark that was read before the day's first fact.</param>
    Task ClearDirtyAsync(DirtyDay mark, CancellationToken cancellationToken);
}
