using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Pipeline.Capture.Bots;

/// <summary>
/// Finds crawlers by their user agent. All patterns are looked for in one pass by a literal that each must contain; only patterns whose
/// literal is there are tried, and answers are remembered in a table of fixed size. Safe for concurrent use.
/// </summary>
public sealed class CrawlerList
{
    /// <summary>Characters of a user agent that are looked at; what comes after is ignored.</summary>
    public const int MaxLength = 1_024;

    private const int RememberedBits = 10;

    private readonly SearchValues<string> _literals;
    private readonly FrozenDictionary<string, CrawlerPattern[]>.AlternateLookup<ReadOnlySpan<char>> _byPrefix;
    private readonly int _prefixLength;
    private readonly Answer?[] _answers = new Answer?[1 << RememberedBits];

    /// <summary>Makes the list.</summary>
    /// <param name="patterns">Regular expressions, case-sensitive, each with at least two literal characters in a row that must
    /// occur.</param>
    /// <exception cref="ArgumentException">A pattern has no such literal, or there is no pattern.</exception>
    public CrawlerList(IEnumerable<string> patterns)
    {
        var all = patterns.SelectMany((pattern, place) => CrawlerPattern.Of(place, pattern)).ToList();
        if (all.Count == 0 || all.Find(pattern => pattern.Literal.Length < 2) is not null)
        {
            throw new ArgumentException("Every crawler pattern needs two literal characters in a row.", nameof(patterns));
        }

        _literals = SearchValues.Create([.. all.Select(pattern => pattern.Literal).Distinct()], StringComparison.Ordinal);
        _prefixLength = all.Min(pattern => pattern.Literal.Length);
        _byPrefix = all.GroupBy(pattern => pattern.Literal[.._prefixLength], StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(pattern => pattern.Place).ToArray(), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Reads the data file of the npm package <c>crawler-user-agents</c>.</summary>
    /// <param name="json">UTF-8 JSON: an array of objects with a member <c>pattern</c>.</param>
    /// <exception cref="JsonException">It is no such file.</exception>
    public static CrawlerList Parse(ReadOnlySpan<byte> json)
    {
        var patterns = new List<string>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 2
                && reader.TokenType == JsonTokenType.PropertyName
                && reader.ValueTextEquals("pattern")
                && reader.Read())
            {
                patterns.Add(reader.GetString() ?? throw new JsonException("A crawler's pattern is null."));
            }
        }

        return new CrawlerList(patterns);
    }

    /// <summary>Tells which crawler a user agent is.</summary>
    /// <param name="userAgent">Any text.</param>
    /// <returns>
    /// Name made of the first pattern of the list that fits, in lower-case letters, digits and hyphens, for example <c>googlebot</c>; null
    /// when none fits.
    /// </returns>
    public string? Find(string userAgent)
    {
        userAgent = userAgent.Length > MaxLength ? userAgent[..MaxLength] : userAgent;

        ref var place = ref _answers[PlaceOf(userAgent)];
        if (Volatile.Read(ref place) is { } known && known.UserAgent == userAgent)
        {
            return known.Crawler;
        }

        var crawler = Search(userAgent);
        Volatile.Write(ref place, new Answer(userAgent, crawler));
        return crawler;
    }

    /// <summary>The same as <see cref="Find"/> without its memory and without a limit on the length.</summary>
    /// <param name="userAgent">Any text.</param>
    public string? Search(string userAgent)
    {
        CrawlerPattern? found = null;
        var start = 0;
        while (start < userAgent.Length && userAgent.AsSpan(start).IndexOfAny(_literals) is >= 0 and var offset)
        {
            var here = userAgent.AsSpan(start + offset);
            foreach (var pattern in _byPrefix[here[.._prefixLength]])
            {
                if (found is not null && pattern.Place >= found.Place)
                {
                    break;
                }

                if (here.StartsWith(pattern.Literal, StringComparison.Ordinal) && pattern.IsMatch(userAgent))
                {
                    found = pattern;
                    break;
                }
            }

            start += offset + 1;
        }

        return found?.Name;
    }

    // A string's own hash code is seeded against texts chosen to meet in one place, and takes three times the instructions. Who chooses
    // such texts here makes us search again, as every user agent does that nobody sent before.
    private static int PlaceOf(string userAgent)
    {
        const ulong GoldenRatio = 0x9E3779B97F4A7C15;
        const int LettersOfPart = sizeof(ulong) / sizeof(char);
        var hash = (ulong)userAgent.Length;
        foreach (var part in MemoryMarshal.Cast<char, ulong>(userAgent))
        {
            hash = (hash ^ part) * GoldenRatio;
        }

        foreach (var letter in userAgent.AsSpan(userAgent.Length - (userAgent.Length % LettersOfPart)))
        {
            hash = (hash ^ letter) * GoldenRatio;
        }

        return (int)(hash >> (64 - RememberedBits));
    }

    private sealed record Answer(string UserAgent, string? Crawler);
}
