using Pipeline.Leads.Facts;
using Pipeline.Records;

namespace Pipeline.Leads.Aliases;

/// <summary>Port: alias facts. Every method is one storage call.</summary>
public interface IAliasStore
{
    /// <summary>Reads the aliases of an address.</summary>
    /// <param name="leadId">Lead id of the address.</param>
    Task<Versioned<LeadAliases>> GetAsync(string leadId, CancellationToken cancellationToken);

    /// <summary>Writes the aliases of an address.</summary>
    /// <param name="etag">ETag of the row that this one replaces; null inserts it.</param>
    /// <exception cref="StorageConflictException">The row changed or appeared since it was read.</exception>
    Task SaveAsync(LeadAliases aliases, string? etag, CancellationToken cancellationToken);

    /// <summary>Records at the lead that stays that it may have an alias; a hint that the alias itself confirms.</summary>
    /// <param name="leadId">Lead id that stays.</param>
    /// <param name="aliasId">Lead id of the new address.</param>
    Task AddHintAsync(string leadId, string aliasId, CancellationToken cancellationToken);
}
