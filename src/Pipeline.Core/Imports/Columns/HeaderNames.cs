namespace Pipeline.Imports.Columns;

// The names of a header in order, found by what they are folded to.
internal sealed class HeaderNames
{
    private readonly IReadOnlyList<HeaderName> _names;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    private HeaderNames(IReadOnlyList<HeaderName> names)
    {
        _names = names;
        foreach (var isBase in new[] { false, true })
        {
            for (var i = 0; i < names.Count; i++)
            {
                _ = _places.TryAdd(isBase ? names[i].Base : names[i].Folded, i);
            }
        }

        _ = _places.Remove("");
    }

    public int Count => _names.Count;

    public HeaderName this[int index] => _names[index];

    public static HeaderNames Of(IEnumerable<string> texts) => new([.. texts.Select(HeaderName.Of)]);

    /// <summary>Place of the first of some names that is there; -1 when none is.</summary>
    /// <param name="folded">Folded names.</param>
    public int Find(IReadOnlyList<string> folded)
    {
        foreach (var name in folded)
        {
            if (_places.TryGetValue(name, out var place))
            {
                return place;
            }
        }

        return -1;
    }
}
