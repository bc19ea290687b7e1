namespace Pipeline.Leads.Shown;

/// <summary>Port: leads in the order of their scores, by a key that does not change while time passes.</summary>
public interface IRankIndex
{
    /// <summary>Adds an entry; adding it twice changes nothing. One storage call.</summary>
    /// <param name="rankKey">Rank key; ordinal order is score order, highest first.</param>
    Task AddAsync(string rankKey, string leadId, CancellationToken cancellationToken);

    /// <summary>Reads the ETag of an entry; null when it is not there. One storage call.</summary>
    Task<string?> GetETagAsync(string rankKey, string leadId, CancellationToken cancellationToken);

    /// <summary>Removes an entry unless it has been added again since; one that is not there changes nothing. One storage call.</summary>
    /// <param name="etag">ETag that was read before the profile that no longer lists the entry was written.</param>
    Task RemoveAsync(string rankKey, string leadId, string etag, CancellationToken cancellationToken);

    /// <summary>Reads entries in score order, highest first. Entries are hints that the profiles confirm.</summary>
    /// <param name="after">Cursor of the last entry read; null begins at the top.</param>
    /// <param name="count">How many at most; 1 to 1,000.</param>
    Task<IReadOnlyList<RankEntry>> ListAsync(string? after, int count, CancellationToken cancellationToken);
}
