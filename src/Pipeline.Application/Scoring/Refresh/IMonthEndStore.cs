using Pipeline.Time;

namespace Pipeline.Scoring.Refresh;

/// <summary>Port: snapshots of the scores that the leads of a month had at its end.</summary>
public interface IMonthEndStore
{
    /// <summary>
    /// Replaces the snapshot of a month: writes what differs, removes what is no longer in it. One storage call for each 1,000 rows read
    /// and 99 written.
    /// </summary>
    /// <param name="scores">Unrounded score of every lead of the month by lead id.</param>
    Task ReplaceAsync(Month month, IReadOnlyDictionary<string, double> scores, CancellationToken cancellationToken);

    /// <summary>Reads the snapshot of a month by lead id; empty when there is none. One storage call for each 1,000 rows.</summary>
    Task<IReadOnlyDictionary<string, double>> ListAsync(Month month, CancellationToken cancellationToken);

    /// <summary>Reads the snapshots of months that follow each other; one storage call for each 1,000 rows of all of them.</summary>
    /// <param name="first">First month.</param>
    /// <param name="last">Last month; inclusive.</param>
    Task<IReadOnlyDictionary<(Month Month, string LeadId), double>> ListAsync(
        Month first, Month last, CancellationToken cancellationToken);
}
