using Pipeline.Events;
using Pipeline.Records;

namespace Pipeline.Identity;

/// <summary>Port: facts and state of visitors. Every method is one storage call unless it says otherwise.</summary>
public interface IVisitorStore
{
    /// <summary>Most events that one <see cref="CommitAsync"/> takes: each may bring a link, and a transaction holds 99 rows.</summary>
    const int MaxEventsPerCommit = 40;

    /// <summary>Reads the state.</summary>
    Task<Versioned<VisitorState>> GetStateAsync(string visitorId, CancellationToken cancellationToken);

    /// <summary>Reads one stored event.</summary>
    /// <param name="key">Key of the event (<see cref="FactKey"/>).</param>
    Task<Versioned<CapturedEvent>> GetEventAsync(string visitorId, string key, CancellationToken cancellationToken);

    /// <summary>Reads the undo of a link.</summary>
    Task<Versioned<UndoFact>> GetUndoAsync(string visitorId, string linkKey, CancellationToken cancellationToken);

    /// <summary>Reads all facts of a visitor; one call for each 1,000 rows.</summary>
    Task<VisitorFacts> GetFactsAsync(string visitorId, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the facts of neighbouring visitors; one storage call for each 1,000 rows. Visitors without a fact are missing.
    /// </summary>
    /// <param name="first">First visitor id in ordinal order.</param>
    /// <param name="last">Last visitor id; inclusive.</param>
    Task<IReadOnlyList<VisitorFacts>> ListFactsAsync(string first, string last, CancellationToken cancellationToken);

    /// <summary>Reads one row of older visits; empty when there is none.</summary>
    /// <param name="row">Row number, from 0.</param>
    Task<IReadOnlyList<Visit>> GetOlderVisitsAsync(string visitorId, int row, CancellationToken cancellationToken);

    /// <summary>Removes events and links that the visitor's end does not cover; one call for each 99 rows.</summary>
    /// <param name="eventKeys">Keys of stored events.</param>
    /// <param name="linkKeys">Keys of stored links.</param>
    /// <exception cref="StorageConflictException">A row is gone already; read again.</exception>
    Task RemoveAsync(
        string visitorId, IReadOnlyCollection<string> eventKeys, IReadOnlyCollection<string> linkKeys, CancellationToken cancellationToken);

    /// <summary>Writes events, their links and the new state in one transaction.</summary>
    /// <param name="change">What to write; at most <see cref="MaxEventsPerCommit"/> events.</param>
    /// <returns>ETag of the new state.</returns>
    /// <exception cref="StorageConflictException">
    /// Refused whole. A <see cref="StorageConflictException.FailedIndex"/> below the number of new events names the new event that exists.
    /// </exception>
    Task<string> CommitAsync(VisitorChange change, CancellationToken cancellationToken);
}
