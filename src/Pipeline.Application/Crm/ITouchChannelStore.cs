namespace Pipeline.Crm;

/// <summary>
/// Port: the channels that stored touches name and no rule gives a visit. A hint: it outlives the removal of its touches.
/// </summary>
public interface ITouchChannelStore
{
    /// <summary>Reads every one, as it was first written; one query.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Notes a channel; one that is noted already, however it is written, stays as it is.</summary>
    Task AddAsync(string channel, CancellationToken cancellationToken);
}
