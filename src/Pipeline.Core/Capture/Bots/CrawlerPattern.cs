using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Capture.Bots;

// One alternative of a pattern: a literal that every match contains, and, unless the literal is all there is to it, the expression.
internal sealed class CrawlerPattern
{
    private const int MaxNameLength = 40;

    private readonly Lazy<Regex>? _expression;

    private CrawlerPattern(int place, string name, string literal, string? expression)
    {
        (Place, Name, Literal) = (place, name, literal);
        _expression = expression is null
            ? null
            : new Lazy<Regex>(() => new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));
    }

    public int Place { get; }

    public string Name { get; }

    public string Literal { get; }

    public bool IsWholeLiteral => _expression is null;

    public bool IsMatch(string userAgent) => _expression is null || _expression.Value.IsMatch(userAgent);

    public static IEnumerable<CrawlerPattern> Of(int place, string pattern)
    {
        foreach (var alternative in Alternatives(pattern))
        {
            var literal = LongestLiteral(alternative, out var isWhole);
            yield return new CrawlerPattern(place, NameOf(alternative), literal, isWhole ? null : alternative);
        }
    }

    private static string NameOf(string pattern)
    {
        var name = new StringBuilder();
        for (var i = 0; i < pattern.Length && name.Length < MaxNameLength; i = EndOfAtom(pattern, i))
        {
            // A class of one letter in both cases, as in [wW]get, stands for the letter.
            var c = pattern[i] == '[' && i + 1 < pattern.Length ? pattern[i + 1] : LiteralAt(pattern, i) ?? '-';
            if (char.IsAsciiLetterOrDigit(c))
            {
                name.Append(char.ToLowerInvariant(c));
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        return name.ToString().Trim('-');
    }

    private static IEnumerable<string> Alternatives(string pattern)
    {
        var start = 0;
        for (var i = 0; i < pattern.Length; i = EndOfAtom(pattern, i))
        {
            if (pattern[i] == '|')
            {
                yield return pattern[start..i];
                start = i + 1;
            }
        }

        yield return pattern[start..];
    }

    private static string LongestLiteral(string pattern, out bool isWhole)
    {
        var best = "";
        var run = new StringBuilder();
        isWhole = true;
        for (var i = 0; i < pattern.Length;)
        {
            var end = EndOfAtom(pattern, i);
            var isOptional = end < pattern.Length && pattern[end] is '?' or '*' or '{';
            if (LiteralAt(pattern, i) is { } c && !isOptional)
            {
                run.Append(c);
            }
            else
            {
                isWhole = false;
                best = run.Length > best.Length ? run.ToString() : best;
                run.Clear();
            }

            i = end;
        }

        return run.Length > best.Length ? run.ToString() : best;
    }

    private static char? LiteralAt(string pattern, int place) => pattern[place] switch
    {
        '\\' => place + 1 < pattern.Length && !char.IsAsciiLetterOrDigit(pattern[place + 1]) ? pattern[place + 1] : null,
        '^' or '$' or '.' or '*' or '+' or '?' or '(' or '[' or '{' or '|' => null,
        var c => c,
    };

    private static int EndOfAtom(string pattern, int place) => pattern[place] switch
    {
        '\\' => Math.Min(place + 2, pattern.Length),
        '[' => EndOfClass(pattern, place),
        '(' => EndOfGroup(pattern, place),
        '{' => pattern.IndexOf('}', place) is > 0 and var end ? end + 1 : pattern.Length,
        _ => place + 1,
    };

    private static int EndOfClass(string pattern, int place)
    {
        var i = place + 1;
        i += i < pattern.Length && pattern[i] == '^' ? 1 : 0;
        i += i < pattern.Length && pattern[i] == ']' ? 1 : 0;
        while (i < pattern.Length && pattern[i] != ']')
        {
            i += pattern[i] == '\\' ? 2 : 1;
        }

        return Math.Min(i + 1, pattern.Length);
    }

    private static int EndOfGroup(string pattern, int place)
    {
        var i = place + 1;
        while (i < pattern.Length && pattern[i] != ')')
        {
            i = EndOfAtom(pattern, i);
        }

        return Math.Min(i + 1, pattern.Length);
    }
}
