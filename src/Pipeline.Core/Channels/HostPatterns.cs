using System.Collections.Frozen;
using Pipeline.Events;

namespace Pipeline.Channels;

/// <summary>
/// Finds what a host belongs to, by dictionary and on label boundaries: of all patterns that are the host or a parent of it,
/// the longest wins. Any case; safe for concurrent use.
/// </summary>
/// <typeparam name="T">What a pattern stands for.</typeparam>
internal sealed class HostPatterns<T>
    where T : class
{
    private readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _anyCountry;

    /// <summary>Compiles patterns.</summary>
    /// <param name="patterns">Domains, or <c>name.*</c>; of two equal ones the later wins.</param>
    public HostPatterns(IEnumerable<(string Pattern, T Value)> patterns)
    {
        var exact = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        var anyCountry = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (var (pattern, value) in patterns)
        {
            if (pattern.EndsWith(".*", StringComparison.Ordinal))
            {
                anyCountry[pattern[..^2]] = value;
            }
            else
            {
                exact[pattern] = value;
            }
        }

        _exact = exact.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        _anyCountry = anyCountry.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What the host belongs to.</summary>
    /// <param name="host">Host name; anything longer than a host name can be belongs to nothing.</param>
    /// <returns>Null when no pattern fits.</returns>
    public T? Find(ReadOnlySpan<char> host)
    {
        if (host.Length > HostName.MaxLength)
        {
            return null;
        }

        var suffix = CountrySuffix.Start(host);
        var start = 0;
        while (true)
        {
            if (_exact.TryGetValue(host[start..], out var found)
                || (suffix > start + 1 && _anyCountry.TryGetValue(host[start..(suffix - 1)], out found)))
            {
                return found;
            }

            var dot = host[start..].IndexOf('.');
            if (dot < 0)
            {
                return null;
            }

            start += dot + 1;
        }
    }
}
