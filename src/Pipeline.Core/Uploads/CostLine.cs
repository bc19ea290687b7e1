namespace Pipeline.Uploads;

/// <summary>What was spent on one day, in the currency of reports.</summary>
/// <param name="Day">Local day.</param>
/// <param name="Source">Source; null when the row named none.</param>
/// <param name="Campaign">Campaign; null when the row named none.</param>
/// <param name="Kind">What it was spent on.</param>
/// <param name="Amount">Minor units.</param>
public sealed record CostLine(DateOnly Day, string Channel, string? Source, string? Campaign, CostKind Kind, long Amount);
