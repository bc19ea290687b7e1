namespace Pipeline.Reporting;

/// <summary>Port: rolled-up days.</summary>
public interface IRollupStore
{
    /// <summary>Replaces the rows of a day, removes those that are no longer there, and notes when it was rolled up.</summary>
    /// <param name="day">The day, whole.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    Task ReplaceAsync(RolledUpDay day, CancellationToken cancellationToken);

    /// <summary>Reads the rolled-up days of a period in order, one query for each month; days that were never rolled up are missing.</summary>
    /// <param name="from">First local day.</param>
    /// <param name="to">Last local day; inclusive.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    Task<IReadOnlyList<RolledUpDay>> ListAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);
}
