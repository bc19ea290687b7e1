using Pipeline.Uploads;

namespace Pipeline.Reports;

/// <summary>Reads the costs of a report's period, none after its moment.</summary>
public sealed class ReportCosts(ICostStore costs, ReportMaterial source)
{
    /// <summary>Lists costs.</summary>
    /// <param name="query">Period and moment.</param>
    public Task<IReadOnlyList<CostLine>> ListAsync(ReportQuery query, CancellationToken cancellationToken) =>
        costs.ListCostsAsync(query.From, source.CostsTo(query, query.To), cancellationToken);
}
