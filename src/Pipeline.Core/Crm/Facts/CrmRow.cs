namespace Pipeline.Crm.Facts;

/// <summary>A good row of a CRM upload.</summary>
/// <param name="Email">Normalised e-mail address.</param>
/// <param name="Opportunity">Opportunity; null without one.</param>
/// <param name="Stage">Id of the stage.</param>
/// <param name="Date">Date, or moment, as the fact's key has it.</param>
/// <param name="Content">Content, not stamped yet.</param>
public sealed record CrmRow(string Email, string? Opportunity, string Stage, string Date, CrmVersion Content);
