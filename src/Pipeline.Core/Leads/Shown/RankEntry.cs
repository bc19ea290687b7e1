namespace Pipeline.Leads.Shown;

/// <summary>One entry of the rank index.</summary>
/// <param name="WrittenAt">When the entry was written last; UTC.</param>
/// <param name="ETag">ETag of the entry.</param>
public sealed record RankEntry(string RankKey, string LeadId, DateTimeOffset WrittenAt, string ETag)
{
    /// <summary>
    /// Age from which an entry that its profile does not confirm may be removed: 15 minutes. It is written before the profile, so a
    /// younger one may be of a refresh that is still under way.
    /// </summary>
    public static readonly TimeSpan Settled = TimeSpan.FromMinutes(15);

    /// <summary>Cursor from which the next page goes on.</summary>
    public string Cursor => CursorOf(RankKey, LeadId);

    /// <summary>Cursor of a lead's place in the order.</summary>
    public static string CursorOf(string rankKey, string leadId) => $"{rankKey}|{leadId}";
}
