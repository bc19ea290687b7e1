namespace Pipeline.Leads.Aliases;

/// <summary>Another address of a lead.</summary>
/// <param name="LeadId">Lead id that the address would have of its own.</param>
/// <param name="Email">The address, normalised.</param>
/// <param name="Since">When it was told; UTC.</param>
/// <param name="Mistyped">True when it is a slip of the pen.</param>
public sealed record AliasEntry(string LeadId, string Email, DateTimeOffset Since, bool Mistyped = false);
