namespace Pipeline.Leads.Facts;

/// <summary>Tells whether a lead exists, for input that names it by its id alone.</summary>
public static class KnownLeads
{
    /// <summary>Asks for the profile, one call; a lead that has none yet is looked for among the facts, a second one.</summary>
    /// <param name="leads">Where leads are stored.</param>
    /// <param name="leadId">Lead id, of the right form or not.</param>
    public static async Task<bool> ContainAsync(ILeadStore leads, string leadId, CancellationToken cancellationToken)
    {
        if ((await leads.GetProfileAsync(leadId, cancellationToken)).Value is not null)
        {
            return true;
        }

        return Vouch(await leads.GetFactsAsync(leadId, cancellationToken));
    }

    /// <summary>True when what is stored under a lead names it by more than its id.</summary>
    /// <param name="facts">What is stored under the lead itself.</param>
    public static bool Vouch(LeadFacts facts) =>
        facts.Aliases is not null || facts.AliasIds.Count > 0 || facts.VisitorIds.Count > 0
        || facts.Events.Any(captured => captured.Email is not null)
        || facts.Crm.Any(fact => !fact.Current.Removed) || facts.Touches.Any(touch => !touch.Removed);
}
