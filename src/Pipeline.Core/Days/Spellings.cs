using Pipeline.Text;

namespace Pipeline.Days;

/// <summary>One spelling for each name of a kind: the one that was added first. Not safe for concurrent use.</summary>
public sealed class Spellings
{
    // Most names come again and again as they are, so that few are ever folded.
    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _shown = new(NameFold.Comparer);

    /// <summary>Adds a name; a spelling that comes later is not shown.</summary>
    /// <param name="name">Name as it was written.</param>
    public void Add(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_written.ContainsKey(name))
        {
            _ = _shown.TryAdd(name, name);
            _written[name] = _shown[name];
        }
    }

    /// <summary>The spelling that is shown for a name; one that was never added is shown as it is.</summary>
    /// <param name="name">Name as it was written.</param>
    public string Of(string name) =>
        _written.TryGetValue(name, out var shown) || _shown.TryGetValue(name, out shown) ? shown : name;
}
