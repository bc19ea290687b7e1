using System.Collections.Frozen;

namespace Pipeline.Capture.Links;

/// <summary>Tracked links by name; immutable.</summary>
/// <param name="links">The links; of two that differ in case alone the last one counts.</param>
public sealed class LinkSet(IEnumerable<TrackedLink> links)
{
    /// <summary>No links.</summary>
    public static readonly LinkSet Empty = new([]);

    private readonly FrozenDictionary<string, TrackedLink> _byName = links.ToFrozenDictionary(
        link => link.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Number of links.</summary>
    public int Count => _byName.Count;

    /// <summary>Finds a link.</summary>
    /// <param name="name">Any text; case does not matter.</param>
    /// <returns>Null when there is none.</returns>
    public TrackedLink? Find(string name) => _byName.GetValueOrDefault(name);
}
