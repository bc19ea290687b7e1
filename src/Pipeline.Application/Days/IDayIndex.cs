namespace Pipeline.Days;

/// <summary>
/// Port: who was active, who converted and whose score crosses something on a local day. Rows are hints: written before the view that
/// confirms them, removed after it, and ignored by readers when the view does not confirm them.
/// </summary>
public interface IDayIndex
{
    /// <summary>Adds an entry; adding it twice changes nothing. One storage call.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="day">Local day.</param>
    /// <param name="id">Visitor or lead id.</param>
    Task AddAsync(DayEntryKind kind, DateOnly day, string id, CancellationToken cancellationToken);

    /// <summary>Reads the ETag of an entry; null when it is not there. One storage call.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="day">Local day.</param>
    /// <param name="id">Visitor or lead id.</param>
    Task<string?> GetETagAsync(DayEntryKind kind, DateOnly day, string id, CancellationToken cancellationToken);

    /// <summary>Removes an entry unless it has been added again since; one that is not there changes nothing. One storage call.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="day">Local day.</param>
    /// <param name="id">Visitor or lead id.</param>
    /// <param name="etag">ETag that was read before the view that no longer lists the entry was written.</param>
    Task RemoveAsync(DayEntryKind kind, DateOnly day, string id, string etag, CancellationToken cancellationToken);

    /// <summary>
    /// Removes entries whatever has become of them; those that are not there change nothing. One storage call a shard and 99 entries.
    /// </summary>
    /// <param name="kind">What happened.</param>
    /// <param name="day">Local day, of which no view under way can list an entry any more.</param>
    /// <param name="ids">Visitor or lead ids, each once.</param>
    Task SweepAsync(DayEntryKind kind, DateOnly day, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Reads everything under a day. One storage call a shard and 1,000 rows.</summary>
    /// <param name="day">Local day.</param>
    Task<DayContents> ReadAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the entries of one kind in a period, in no particular order. One storage call a shard and 1,000 rows, however many days there
    /// are.
    /// </summary>
    /// <param name="kind">What happened.</param>
    /// <param name="from">First local day.</param>
    /// <param name="to">Last local day; inclusive.</param>
    Task<IReadOnlyList<DatedEntry>> ListAsync(DayEntryKind kind, DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Reads the ids of one kind under a day, in no particular order. One storage call a shard and 1,000 rows.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="day">Local day.</param>
    Task<IReadOnlyList<string>> ListAsync(DayEntryKind kind, DateOnly day, CancellationToken cancellationToken);
}
