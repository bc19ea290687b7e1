namespace Pipeline.Reporting;

/// <summary>Credit of one source.</summary>
/// <param name="Channel">Channel.</param>
/// <param name="Source">Source.</param>
/// <param name="Medium">Medium.</param>
/// <param name="Campaign">Campaign.</param>
/// <param name="Credit">Conversions; a split credit is a fraction.</param>
public sealed record AttributionRow(string Channel, string Source, string Medium, string Campaign, decimal Credit);
