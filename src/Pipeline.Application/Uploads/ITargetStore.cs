namespace Pipeline.Uploads;

/// <summary>Port: what was planned.</summary>
public interface ITargetStore
{
    /// <summary>Reads what was planned for the months of a period; one query for each year.</summary>
    /// <param name="from">A day of the first month.</param>
    /// <param name="to">A day of the last month.</param>
    Task<IReadOnlyList<TargetFact>> ListTargetsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a plan unless the stored one is newer: by upload time, then by value. Two storage calls when it changes something.
    /// </summary>
    /// <param name="target">Plan.</param>
    /// <param name="dryRun">True to tell alone what would become of it.</param>
    /// <returns>True when it is new or changes something.</returns>
    Task<bool> PutTargetAsync(TargetFact target, bool dryRun, CancellationToken cancellationToken);
}
