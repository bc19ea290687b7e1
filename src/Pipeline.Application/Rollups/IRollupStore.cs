using Pipeline.Attribution;

namespace Pipeline.Rollups;

/// <summary>Port: rolled-up days.</summary>
public interface IRollupStore
{
    /// <summary>Reads what is known of a day's roll-up; null when it was never rolled up. One storage call.</summary>
    /// <param name="day">Local day.</param>
    Task<RollupHead?> GetHeadAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the rows, journeys and short visits of a day, removes those that are no longer there, and notes when it was rolled up.
    /// </summary>
    /// <param name="day">The day, whole.</param>
    /// <param name="journeys">Journeys of the day's conversions, all of them.</param>
    /// <param name="etag">ETag that was read before the day's first fact.</param>
    /// <exception cref="Pipeline.Records.StorageConflictException">
    /// The day was rolled up by another run meanwhile: read the facts again. Some rows may have been written.
    /// </exception>
    Task ReplaceAsync(RolledUpDay day, IReadOnlyCollection<Journey> journeys, string? etag, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the rolled-up days of a period in order, one query for each month; days that were never rolled up are missing.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="to">Last local day; inclusive.</param>
    Task<IReadOnlyList<RolledUpDay>> ListAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Reads the journeys of the conversions of a period, by day and conversion id, one query for each month.</summary>
    /// <param name="from">First local day.</param>
    /// <param name="to">Last local day; inclusive.</param>
    Task<IReadOnlyList<DayJourney>> ListJourneysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the short visits of a period by day, one query for each month; days that were never rolled up, or by a version that did not
    /// keep them, are missing.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="to">Last local day; inclusive.</param>
    Task<IReadOnlyList<DayVisits>> ListVisitsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);
}
