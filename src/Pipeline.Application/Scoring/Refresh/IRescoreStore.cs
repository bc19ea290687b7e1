using Pipeline.Leads.Facts;
using Pipeline.Records;

namespace Pipeline.Scoring.Refresh;

/// <summary>Port: how far computing every lead anew has come. Every method is one storage call.</summary>
public interface IRescoreStore
{
    /// <summary>Reads the job of the last activation that has begun; no value before the first.</summary>
    Task<Versioned<RescoreJob>> GetAsync(CancellationToken cancellationToken);

    /// <summary>Writes the job.</summary>
    /// <param name="job">New state.</param>
    /// <param name="etag">ETag of the state that this one replaces; null inserts it.</param>
    /// <exception cref="StorageConflictException">The state changed since it was read.</exception>
    Task SaveAsync(RescoreJob job, string? etag, CancellationToken cancellationToken);
}
