namespace Pipeline.Leads.Facts;

/// <summary>A hand-off to write with a profile.</summary>
/// <param name="Handoff">Hand-off.</param>
/// <param name="ETag">ETag of the row that it replaces; null inserts it.</param>
public sealed record HandoffWrite(Handoff Handoff, string? ETag);
