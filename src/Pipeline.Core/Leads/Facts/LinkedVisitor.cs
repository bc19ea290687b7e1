namespace Pipeline.Leads.Facts;

/// <summary>A visitor that is linked to a lead. Persisted inside <see cref="LeadInsight"/>; add fields, never rename.</summary>
/// <param name="Since">When the first link that stands was made.</param>
/// <param name="Shared">True when so many people are linked to the visitor that it counts as a shared device.</param>
public sealed record LinkedVisitor(string VisitorId, DateTimeOffset Since, bool Shared);
