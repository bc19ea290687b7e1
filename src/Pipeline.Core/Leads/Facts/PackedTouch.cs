namespace Pipeline.Leads.Facts;

/// <summary>A touch within a <see cref="PackedJourney"/>. Persisted: add fields, never rename.</summary>
/// <param name="Id">Id of the touch.</param>
/// <param name="At">When it happened; UTC.</param>
/// <param name="Source">Place of its source.</param>
/// <param name="Page">Place of its landing page; null when it has none.</param>
public sealed record PackedTouch(string Id, DateTimeOffset At, int Source, int? Page);
