using Pipeline.Events;
using Pipeline.Events.Disowns;
using Pipeline.Records;

namespace Pipeline.Leads.Facts;

/// <summary>Port: facts and profiles of leads. Every method is one storage call unless it says otherwise.</summary>
public interface ILeadStore
{
    /// <summary>Reads the profile.</summary>
    Task<Versioned<LeadProfile>> GetProfileAsync(string leadId, CancellationToken cancellationToken);

    /// <summary>Writes the profile and the hand-offs that it brings, in one transaction.</summary>
    /// <param name="profile">New profile.</param>
    /// <param name="etag">ETag of the profile that this one replaces; null inserts it.</param>
    /// <param name="handoffs">Hand-offs to write with it.</param>
    /// <exception cref="StorageConflictException">The profile or a hand-off changed since it was read.</exception>
    Task SaveProfileAsync(LeadProfile profile, string? etag, IReadOnlyList<HandoffWrite> handoffs, CancellationToken cancellationToken);

    /// <summary>Reads a hand-off.</summary>
    /// <param name="entry">Number of the entry into MQL.</param>
    Task<Versioned<Handoff>> GetHandoffAsync(string leadId, int entry, CancellationToken cancellationToken);

    /// <summary>Writes a hand-off alone.</summary>
    /// <param name="handoff">Hand-off.</param>
    /// <param name="etag">ETag of the row that this one replaces; null inserts it.</param>
    /// <exception cref="StorageConflictException">The hand-off changed since it was read.</exception>
    Task SaveHandoffAsync(Handoff handoff, string? etag, CancellationToken cancellationToken);

    /// <summary>Removes the profile of a lead that is known no longer.</summary>
    /// <param name="etag">ETag of the profile.</param>
    /// <param name="handoffs">Hand-offs to write in the same transaction.</param>
    /// <exception cref="StorageConflictException">The profile changed since it was read.</exception>
    Task RemoveProfileAsync(string leadId, string etag, IReadOnlyList<HandoffWrite> handoffs, CancellationToken cancellationToken);

    /// <summary>Reads what is stored under the lead itself; one call for each 1,000 rows.</summary>
    Task<LeadFacts> GetFactsAsync(string leadId, CancellationToken cancellationToken);

    /// <summary>Records that a visitor was linked to the lead at some time; a hint that the visitor's links confirm.</summary>
    Task AddVisitorAsync(string leadId, string visitorId, CancellationToken cancellationToken);

    /// <summary>Reads the ETag of such a record.</summary>
    /// <returns>Null when there is none.</returns>
    Task<string?> GetVisitorETagAsync(string leadId, string visitorId, CancellationToken cancellationToken);

    /// <summary>Removes such a record, unless it was written again since its ETag was read.</summary>
    /// <param name="etag">ETag that was read.</param>
    Task RemoveVisitorAsync(string leadId, string visitorId, string etag, CancellationToken cancellationToken);

    /// <summary>Reads a disowned claim about the lead.</summary>
    /// <param name="key">Key of the fact.</param>
    Task<Versioned<Disown>> GetDisownAsync(string leadId, string key, CancellationToken cancellationToken);

    /// <summary>Writes a disowned claim.</summary>
    /// <param name="disown">Fact.</param>
    /// <param name="etag">ETag of the row that this one replaces; null inserts it.</param>
    /// <exception cref="StorageConflictException">The row changed or appeared since it was read.</exception>
    Task PutDisownAsync(Disown disown, string? etag, CancellationToken cancellationToken);

    /// <summary>Reads an event that is known by e-mail address alone.</summary>
    /// <param name="key">Key of the event.</param>
    Task<Versioned<CapturedEvent>> GetEventAsync(string leadId, string key, CancellationToken cancellationToken);

    /// <summary>Writes an event that is known by e-mail address alone.</summary>
    /// <param name="captured">Event.</param>
    /// <param name="etag">ETag of the version that this one replaces; null inserts it.</param>
    /// <exception cref="StorageConflictException">The event changed or appeared since it was read.</exception>
    Task PutEventAsync(string leadId, CapturedEvent captured, string? etag, CancellationToken cancellationToken);
}
