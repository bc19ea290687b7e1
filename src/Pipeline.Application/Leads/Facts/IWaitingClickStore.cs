using Pipeline.Events;
using Pipeline.Records;

namespace Pipeline.Leads.Facts;

/// <summary>Port: clicks of tracked links that name a lead which is not known yet. Every method is one storage call.</summary>
public interface IWaitingClickStore
{
    /// <summary>Reads a click.</summary>
    /// <param name="leadId">Lead that it names.</param>
    /// <param name="key">Key of the click (<see cref="Pipeline.Records.FactKey"/>).</param>
    Task<Versioned<CapturedEvent>> GetAsync(string leadId, string key, CancellationToken cancellationToken);

    /// <summary>Writes a click.</summary>
    /// <param name="click">Click of a lead.</param>
    /// <param name="etag">ETag of the version that this one replaces; null inserts it.</param>
    /// <exception cref="StorageConflictException">The click changed or appeared since it was read.</exception>
    Task PutAsync(CapturedEvent click, string? etag, CancellationToken cancellationToken);

    /// <summary>Lists the clicks that wait for a lead; one call for each 1,000 rows.</summary>
    Task<IReadOnlyList<Versioned<CapturedEvent>>> ListAsync(string leadId, CancellationToken cancellationToken);

    /// <summary>Removes a click, unless it was written again since its ETag was read.</summary>
    /// <param name="leadId">Lead that it names.</param>
    /// <param name="key">Key of the click.</param>
    /// <param name="etag">ETag that was read.</param>
    Task RemoveAsync(string leadId, string key, string etag, CancellationToken cancellationToken);
}
