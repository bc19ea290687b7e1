using Pipeline.Crm.Facts;

namespace Pipeline.Crm;

/// <summary>Port: refreshes that must not be forgotten. Every method is one storage call.</summary>
public interface IPendingRefreshStore
{
    /// <summary>Notes a refresh; noting it again renews it.</summary>
    /// <param name="pending">What is about to be written.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task PutAsync(PendingRefresh pending, CancellationToken cancellationToken);

    /// <summary>Lists what is noted; a call for each 1,000.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<PendingRefresh>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes a note; one that is not there changes nothing.</summary>
    /// <param name="id">Id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task RemoveAsync(string id, CancellationToken cancellationToken);
}
