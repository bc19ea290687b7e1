namespace Pipeline.Uploads;

/// <summary>Port: what was spent.</summary>
public interface ICostStore
{
    /// <summary>Reads the costs of a period by day, those for a longer time split over its days; one query for each month.</summary>
    /// <param name="from">First local day.</param>
    /// <param name="to">Last local day; inclusive.</param>
    Task<IReadOnlyList<CostLine>> ListCostsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Stores a cost under each month that it touches, unless the stored one is newer: by upload time, then by content.</summary>
    /// <param name="dryRun">True to tell alone what would become of it.</param>
    /// <returns>True when it is new or changes something.</returns>
    Task<bool> PutCostAsync(CostFact cost, bool dryRun, CancellationToken cancellationToken);
}
