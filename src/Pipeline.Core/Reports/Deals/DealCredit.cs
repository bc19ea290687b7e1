namespace Pipeline.Reports.Deals;

/// <summary>What one model gives to one touch of a deal.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Credit">Share of the conversion, 0 to 1.</param>
/// <param name="Amount">Share of the amount.</param>
public sealed record DealCredit(string Model, decimal Credit, decimal Amount);
