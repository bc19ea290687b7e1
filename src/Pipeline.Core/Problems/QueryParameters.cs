using Pipeline.Text;

namespace Pipeline.Problems;

/// <summary>
/// Parameters of a request of the private interface. A route asks for those that it knows; what nobody asked for is then refused, because a
/// slip of the pen must never change what a request does: <c>dry-run</c> stores, <c>form</c> answers another period.
/// </summary>
public sealed class QueryParameters
{
    // Keys that callers of any function may send, how every answer is written, and what uploads call columns, values, stages and channels
    // by.
    private static readonly HashSet<string> Everywhere = new(StringComparer.OrdinalIgnoreCase) { "code", "clientId", "pretty" };
    private static readonly string[] Families = ["map.", "set.", "stage.", "channel."];

    private readonly Dictionary<string, List<string>> _given = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _lists = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a query.</summary>
    /// <param name="query">Names, in any case, and values; a name may come several times.</param>
    public QueryParameters(IEnumerable<KeyValuePair<string, string>> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        foreach (var (name, value) in query)
        {
            if (!_given.TryGetValue(name, out var values))
            {
                _given[name] = values = [];
            }

            values.Add(value);
        }
    }

    /// <summary>The value of a parameter; from then on the parameter is known.</summary>
    /// <param name="name">Name, in any case.</param>
    /// <returns>Null when the query has none.</returns>
    public string? this[string name]
    {
        get
        {
            _ = _asked.Add(name);
            return _given.TryGetValue(name, out var values) ? values[0] : null;
        }
    }

    /// <summary>True for a name of a family that every route knows: <c>map.…</c>, <c>set.…</c>, <c>stage.…</c>, <c>channel.…</c>.</summary>
    /// <param name="name">Name, in any case.</param>
    public static bool IsFamily(string name) =>
        Families.Any(family => name.Length > family.Length && name.StartsWith(family, StringComparison.OrdinalIgnoreCase));

    /// <summary>The values of a parameter that may be given several times, with commas between them; from then on it is known.</summary>
    /// <param name="name">Name, in any case.</param>
    /// <returns>Null when the query has none.</returns>
    public string? List(string name)
    {
        _ = _lists.Add(name);
        return this[name] is null ? null : string.Join(',', _given[name]);
    }

    /// <summary>
    /// Tells every parameter that nobody asked for, with the nearest known one, and every one that says two things. Call it last.
    /// </summary>
    /// <param name="problems">Receives every problem.</param>
    public void Refuse(ICollection<Problem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        foreach (var (name, values) in _given)
        {
            if (!_asked.Contains(name))
            {
                if (!Everywhere.Contains(name) && !IsFamily(name))
                {
                    problems.Add(new Problem(Problem.Invalid, Shorten(name), Words(name)));
                }
            }
            else if (!_lists.Contains(name) && values.Distinct(StringComparer.Ordinal).Skip(1).Any())
            {
                problems.Add(new Problem(Problem.Invalid, name, "This is given twice and says two things. Leave one out."));
            }
        }
    }

    private string Words(string name)
    {
        var known = _asked.Order(StringComparer.OrdinalIgnoreCase).ToList();
        return known.Count == 0
            ? "There is no such parameter here; this takes none. Leave it out."
            : $"There is no such parameter here. {NearestName.Hint(name, known)}";
    }

    private static string Shorten(string name) => TextBounds.Clean(name, 100) ?? "?";
}
