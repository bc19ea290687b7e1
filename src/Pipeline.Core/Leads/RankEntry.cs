namespace Pipeline.Leads;

/// <summary>One entry of the rank index.</summary>
/// <param name="RankKey">Rank key.</param>
/// <param name="LeadId">Lead.</param>
public sealed record RankEntry(string RankKey, string LeadId)
{
    /// <summary>Cursor from which the next page goes on.</summary>
    public string Cursor => $"{RankKey}|{LeadId}";
}
