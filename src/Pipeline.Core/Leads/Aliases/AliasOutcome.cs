namespace Pipeline.Leads.Aliases;

/// <summary>What became of a change of e-mail address.</summary>
/// <param name="Status">Whether it was done.</param>
/// <param name="LeadId">Lead id of the old address, which stays.</param>
/// <param name="AliasId">Lead id of the new address.</param>
/// <param name="At">When the alias, or its undo, was told; null when nothing was done.</param>
public sealed record AliasOutcome(AliasStatus Status, string LeadId, string AliasId, DateTimeOffset? At);
