using Pipeline.Leads.Facts;

namespace Pipeline.Reports;

/// <summary>A lead as reports read it.</summary>
/// <param name="CreatedAt">When it became known; UTC.</param>
/// <param name="Conversions">Its conversions, in order of time.</param>
/// <param name="Insight">What it did.</param>
public sealed record LeadRecord(string LeadId, DateTimeOffset CreatedAt, IReadOnlyList<LeadConversion> Conversions, LeadInsight Insight);
