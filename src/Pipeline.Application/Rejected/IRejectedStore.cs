using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Records;

namespace Pipeline.Rejected;

/// <summary>Port: input that could not be accepted, kept with its reason.</summary>
public interface IRejectedStore
{
    /// <summary>
    /// Keeps a rejected event, two storage calls when it is new. The same input again on a UTC day is one row with a higher count; beyond
    /// <see cref="RejectedCount.MaxKept"/> rows of a day and reason only their number grows, except that rows of uploads are all kept. A
    /// redelivered message counts its rows once, as long as nothing newer of the same input came between; what is only counted is counted
    /// at each delivery.
    /// </summary>
    /// <param name="rejected">Rejected event.</param>
    /// <returns>True when it has a row; false when it was only counted.</returns>
    /// <exception cref="StorageConflictException">Every try met another writer.</exception>
    Task<bool> AddAsync(RejectedEvent rejected, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps the rejected events of one message, and counts those of which only the number is known. Each reason's counter changes once for
    /// up to 99 of them, so a message costs two calls a reason when they are new, however many it holds.
    /// </summary>
    /// <param name="rejected">Rejected events of any days and reasons.</param>
    /// <param name="tallies">Numbers of any days and reasons; counted at each delivery.</param>
    /// <exception cref="StorageConflictException">Every try met another writer.</exception>
    Task AddAsync(IReadOnlyList<RejectedEvent> rejected, IReadOnlyList<RejectedTally> tallies, CancellationToken cancellationToken);

    /// <summary>Reads one rejected event.</summary>
    Task<Versioned<KeptRejection>> GetAsync(RejectedId id, CancellationToken cancellationToken);

    /// <summary>Replaces one rejected event.</summary>
    /// <param name="kept">New state.</param>
    /// <param name="etag">ETag of the state that it replaces.</param>
    /// <exception cref="StorageConflictException">It changed since it was read.</exception>
    Task SaveAsync(KeptRejection kept, string etag, CancellationToken cancellationToken);

    /// <summary>Lists the rejected events of a UTC day, in the order of their keys; one call for each 1,000 rows.</summary>
    /// <param name="reason">Code of the reason; null for all.</param>
    /// <param name="count">How many at most; 1 or more.</param>
    /// <param name="after">Key (<see cref="RejectedEvent.Key"/>) after which to begin; null begins at the first.</param>
    Task<IReadOnlyList<KeptRejection>> ListAsync(
        DateOnly day, string? reason, int count, string? after, CancellationToken cancellationToken);

    /// <summary>Lists the first rejected events of a UTC day; one call for each 1,000 rows.</summary>
    /// <param name="reason">Code of the reason; null for all.</param>
    /// <param name="count">How many at most; 1 or more.</param>
    Task<IReadOnlyList<KeptRejection>> ListAsync(DateOnly day, string? reason, int count, CancellationToken cancellationToken) =>
        ListAsync(day, reason, count, null, cancellationToken);

    /// <summary>Counts the rejected events of a UTC day by reason.</summary>
    Task<IReadOnlyList<RejectedCount>> CountAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>Counts the rejected events of a UTC day by reason and quarter of an hour, as they were first received; one call.</summary>
    Task<IReadOnlyList<RejectedQuarter>> CountQuartersAsync(DateOnly day, CancellationToken cancellationToken);
}
