using Pipeline.Crm.Facts;

namespace Pipeline.Crm;

/// <summary>Port: refreshes that must not be forgotten. Every method is one storage call.</summary>
public interface IPendingRefreshStore
{
    /// <summary>Notes a refresh; noting it again renews it.</summary>
    /// <param name="pending">What is about to be written.</param>
    Task PutAsync(PendingRefresh pending, CancellationToken cancellationToken);

    /// <summary>Lists what is noted; a call for each 1,000.</summary>
    Task<IReadOnlyList<PendingRefresh>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes a note; one that is not there changes nothing.</summary>
    Task RemoveAsync(string id, CancellationToken cancellationToken);
}
