namespace Pipeline.Reports.Attribution;

/// <summary>Credit of one source; models by channel alone name no more than the channel.</summary>
/// <param name="Source">Source; null when the model looks at channels alone.</param>
/// <param name="Medium">Medium; null when the model looks at channels alone.</param>
/// <param name="Campaign">Campaign; null when the model looks at channels alone.</param>
/// <param name="Credit">Conversions; a split credit is a fraction.</param>
/// <param name="Amount">Credited amount.</param>
public sealed record AttributionRow(string Channel, string? Source, string? Medium, string? Campaign, decimal Credit, decimal Amount);
