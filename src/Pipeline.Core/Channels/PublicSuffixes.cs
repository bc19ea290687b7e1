using System.Collections.Frozen;
using System.Net;

namespace Pipeline.Channels;

/// <summary>
/// Under which names people register domains (<c>co.uk</c>, but also <c>github.io</c> and <c>azurewebsites.net</c>), by the Public Suffix
/// List with its private section, as <c>public-suffixes.txt</c> has it. Read at first use; safe for concurrent use.
/// </summary>
public static class PublicSuffixes
{
    private const string Resource = "Pipeline.Channels.public-suffixes.txt";
    private const string Wildcard = "*.";

    private static readonly Lazy<Rules> Loaded = new(Load);

    /// <summary>The domain that somebody registered: the public suffix and one label more.</summary>
    /// <param name="host">Host name in lower case and ASCII.</param>
    /// <returns>Part of <paramref name="host"/>; empty for a public suffix itself, a name of one label and an IP address.</returns>
    public static ReadOnlySpan<char> RegistrableDomain(ReadOnlySpan<char> host)
    {
        host = host.TrimEnd('.');
        if (host.IsEmpty || host[0] == '[' || (char.IsAsciiDigit(host[^1]) && IPAddress.TryParse(host, out _)))
        {
            return [];
        }

        // From the longest ending to the shortest: the most specific rule prevails.
        var rules = Loaded.Value;
        ReadOnlySpan<char> longer = [];
        for (var rest = host; ; longer = rest, rest = Parent(rest))
        {
            if (rules.Exceptions.Contains(rest))
            {
                return rest;
            }

            var parent = Parent(rest);
            if (parent.IsEmpty || rules.Exact.Contains(rest) || rules.Wildcards.Contains(parent))
            {
                return longer;
            }
        }
    }

    /// <summary>True when two hosts are of one registered domain.</summary>
    /// <param name="left">Host name in lower case and ASCII; may be empty.</param>
    /// <param name="right">Host name in lower case and ASCII; may be empty.</param>
    /// <returns>False when either has none, as neighbours under a public suffix.</returns>
    public static bool AreRelated(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var domain = RegistrableDomain(left);
        return !domain.IsEmpty && domain.SequenceEqual(RegistrableDomain(right));
    }

    private static ReadOnlySpan<char> Parent(ReadOnlySpan<char> name) => name.IndexOf('.') is >= 0 and var dot ? name[(dot + 1)..] : [];

    private static Rules Load()
    {
        using var reader = new StreamReader(typeof(PublicSuffixes).Assembly.GetManifestResourceStream(Resource)!);
        var (exact, wildcards, exceptions) = (new List<string>(), new List<string>(), new List<string>());
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(Wildcard, StringComparison.Ordinal))
            {
                wildcards.Add(line[Wildcard.Length..]);
            }
            else if (line.StartsWith('!'))
            {
                exceptions.Add(line[1..]);
            }
            else if (!line.StartsWith("//", StringComparison.Ordinal))
            {
                exact.Add(line);
            }
        }

        return new Rules(Set(exact), Set(wildcards), Set(exceptions));
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(List<string> names) =>
        names.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private sealed record Rules(
        FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Exact,
        FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Wildcards,
        FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Exceptions);
}
