namespace Pipeline.Leads.Shown;

/// <summary>
/// A lead of which nothing is left that counts: it is in no list and no report, and what was done to it can be taken back.
/// </summary>
/// <param name="At">Moment that it is true at.</param>
/// <param name="Disowned">Claims about it that count as never made, oldest first.</param>
/// <param name="Audit">Who did what to its identity, oldest first.</param>
public sealed record DisownedLead(
    string LeadId, DateTimeOffset At, IReadOnlyList<DisownEntry> Disowned, IReadOnlyList<AuditEntry> Audit);
