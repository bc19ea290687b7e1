using Pipeline.Leads.Facts;

namespace Pipeline.Leads.Aliases;

/// <summary>Tells which lead an id belongs to, as a pure function of alias facts and a moment.</summary>
public sealed class AliasBook
{
    private readonly Dictionary<string, LeadAliases> _rows;

    /// <summary>Makes a book.</summary>
    /// <param name="rows">Rows of all addresses whose lead may be asked for; an address without a row is its own lead.</param>
    public AliasBook(IEnumerable<LeadAliases> rows) =>
        _rows = rows.DistinctBy(row => row.LeadId).ToDictionary(row => row.LeadId, StringComparer.Ordinal);

    /// <summary>A book without aliases.</summary>
    public static AliasBook Empty { get; } = new([]);

    /// <summary>True when every id is its own lead at every moment.</summary>
    public bool IsEmpty => _rows.Count == 0;

    /// <summary>All rows, in no particular order.</summary>
    public IReadOnlyCollection<LeadAliases> Rows => _rows.Values;

    /// <summary>The alias that makes an id another lead's at a moment; null when it is its own.</summary>
    /// <param name="at">Moment.</param>
    public AliasFact? StandingAt(string leadId, DateTimeOffset at) => _rows.GetValueOrDefault(leadId)?.StandingAt(at);

    /// <summary>
    /// Lead that an id belongs to at a moment. A cycle, which only two requests at the same time can make, belongs to the smallest of its
    /// ids.
    /// </summary>
    /// <param name="at">Moment; what was told later does not count.</param>
    public string RootAt(string leadId, DateTimeOffset at)
    {
        var path = new List<string> { leadId };
        while (StandingAt(path[^1], at) is { } alias)
        {
            var seen = path.IndexOf(alias.StaysId);
            if (seen >= 0)
            {
                return path[seen..].Min(StringComparer.Ordinal)!;
            }

            path.Add(alias.StaysId);
        }

        return path[^1];
    }
}
