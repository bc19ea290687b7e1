using Pipeline.Crm.Facts;
using Pipeline.Records;

namespace Pipeline.Crm;

/// <summary>Port: facts about leads that come by uploads. Every method is one storage call.</summary>
public interface ICrmStore
{
    /// <summary>Reads a CRM fact.</summary>
    /// <param name="key">Key of the fact.</param>
    Task<Versioned<CrmFact>> GetFactAsync(string leadId, string key, CancellationToken cancellationToken);

    /// <summary>Writes a CRM fact.</summary>
    /// <param name="etag">ETag of the state that it replaces; null inserts it.</param>
    /// <exception cref="StorageConflictException">It changed or appeared since it was read.</exception>
    Task PutFactAsync(CrmFact fact, string? etag, CancellationToken cancellationToken);

    /// <summary>Reads an opportunity.</summary>
    /// <param name="key">Its key (<see cref="OpportunityRecord.KeyOf"/>).</param>
    Task<Versioned<OpportunityRecord>> GetOpportunityAsync(string key, CancellationToken cancellationToken);

    /// <summary>Writes an opportunity.</summary>
    /// <param name="record">Opportunity.</param>
    /// <param name="etag">ETag of the state that it replaces; null inserts it.</param>
    /// <exception cref="StorageConflictException">It changed or appeared since it was read.</exception>
    Task PutOpportunityAsync(OpportunityRecord record, string? etag, CancellationToken cancellationToken);

    /// <summary>Reads an offline touch.</summary>
    /// <param name="key">Key of the touch.</param>
    Task<Versioned<OfflineTouch>> GetTouchAsync(string leadId, string key, CancellationToken cancellationToken);

    /// <summary>Writes an offline touch.</summary>
    /// <param name="etag">ETag of the state that it replaces; null inserts it.</param>
    /// <exception cref="StorageConflictException">It changed or appeared since it was read.</exception>
    Task PutTouchAsync(OfflineTouch touch, string? etag, CancellationToken cancellationToken);
}
