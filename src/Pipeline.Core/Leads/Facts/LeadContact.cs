namespace Pipeline.Leads.Facts;

/// <summary>A touch, by its channel alone. Persisted within the profile: add fields, never rename.</summary>
/// <param name="At">When; UTC.</param>
public sealed record LeadContact(DateTimeOffset At, string Channel);
