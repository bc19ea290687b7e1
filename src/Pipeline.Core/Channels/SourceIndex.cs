using System.Collections.Frozen;
using Pipeline.Events;

namespace Pipeline.Channels;

/// <summary>The source lists, compiled for lookups by <c>utm_source</c> and by host. Safe for concurrent use.</summary>
internal sealed class SourceIndex
{
    private readonly FrozenDictionary<string, IndexedSource>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private readonly HostPatterns<IndexedSource> _byHost;

    /// <summary>Compiles lists.</summary>
    /// <param name="lists">Lists in rising precedence.</param>
    public SourceIndex(IEnumerable<SourceLists> lists)
    {
        var names = new Dictionary<string, IndexedSource>(StringComparer.OrdinalIgnoreCase);
        var patterns = new List<(string, IndexedSource)>();
        var excluded = new IndexedSource(SourceKind.Excluded, "");
        foreach (var list in lists)
        {
            foreach (var (kind, _, sources) in list.Named())
            {
                foreach (var source in sources)
                {
                    var indexed = new IndexedSource(kind, source.Name);
                    names[source.Name] = indexed;
                    foreach (var name in source.Names ?? [])
                    {
                        names[name] = indexed;
                    }

                    patterns.AddRange((source.Domains ?? []).Select(domain => (domain, indexed)));
                }
            }

            patterns.AddRange((list.Excluded ?? []).Select(domain => (domain, excluded)));
        }

        _byName = names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        _byHost = new HostPatterns<IndexedSource>(patterns);
    }

    /// <summary>The source that a <c>utm_source</c> names, by one of its names or by domain (also written as an address).</summary>
    /// <param name="utmSource">Value of <c>utm_source</c>.</param>
    /// <returns>Null when no list has it.</returns>
    public IndexedSource? FindTagged(ReadOnlySpan<char> utmSource)
    {
        if (_byName.TryGetValue(utmSource, out var byName))
        {
            return byName;
        }

        if (!utmSource.Contains('.') || utmSource.Contains(' '))
        {
            return null;
        }

        Span<char> buffer = stackalloc char[HostName.MaxLength];
        return FindHost(HostName.OfReferrer(utmSource, buffer));
    }

    /// <summary>The source that a host belongs to.</summary>
    /// <param name="host">Normalised host; may be empty.</param>
    /// <returns>Null when no list has it.</returns>
    public IndexedSource? FindHost(ReadOnlySpan<char> host) => host.IsEmpty ? null : _byHost.Find(host);
}
