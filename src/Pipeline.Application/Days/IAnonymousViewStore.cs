using Pipeline.Events;

namespace Pipeline.Days;

/// <summary>
/// Port: page views of nobody. Each is a row under a key made from its own id, so a count is exact however often a view is delivered; only
/// a client's retry that its corrected clock puts on the other side of midnight counts on both days.
/// </summary>
public interface IAnonymousViewStore
{
    /// <summary>Adds page views; adding one twice changes nothing. One storage call for each shard and 99 views.</summary>
    /// <param name="day">Local day on which they happened.</param>
    /// <param name="views">Page views.</param>
    Task AddAsync(DateOnly day, IReadOnlyCollection<AnonymousView> views, CancellationToken cancellationToken);

    /// <summary>Counts the page views of a day by channel. One storage call for each shard and 1,000 rows.</summary>
    /// <param name="day">Local day.</param>
    Task<IReadOnlyDictionary<string, long>> CountAsync(DateOnly day, CancellationToken cancellationToken);
}
