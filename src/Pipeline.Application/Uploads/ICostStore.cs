namespace Pipeline.Uploads;

/// <summary>Port: what was spent.</summary>
public interface ICostStore
{
    /// <summary>Reads the costs of a period by day, those for a longer time split over its days; one query for each month.</summary>
    /// <param name="from">First local day.</param>
    /// <param name="to">Last local day; inclusive.</param>
    Task<IReadOnlyList<CostLine>> ListCostsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>
    /// Stores costs, each under every month that it touches, unless the stored one is newer: by upload time, then by content. What an
    /// earlier release stored under another key is replaced as well. One query for each month, and one call for each 99 rows that change.
    /// </summary>
    /// <param name="costs">Costs with different keys.</param>
    /// <param name="dryRun">True to tell alone what would become of them.</param>
    /// <returns>Keys of those that are new or change something.</returns>
    Task<IReadOnlySet<string>> PutCostsAsync(IReadOnlyCollection<CostFact> costs, bool dryRun, CancellationToken cancellationToken);
}
